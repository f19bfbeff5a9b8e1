package dev.clew.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The fields that each of an agent's hooks is known to send. Whatever else comes is counted, so
/// that a change of the format shows.
public final class HookFields {
  private final Map<String, Set<String>> known = new HashMap<>();

  private HookFields() {}

  /// These hooks.
  ///
  /// @param common the fields that every hook may send, separated by blanks
  /// @param hooks a hook's name and then its own fields, separated by blanks
  public static HookFields of(String common, String... hooks) {
    var fields = new HookFields();
    for (var hook : hooks) {
      var words = hook.split(" ", -1);
      fields.known.put(
          words[0],
          Stream.concat(Arrays.stream(common.split(" ", -1)), Arrays.stream(words).skip(1))
              .collect(Collectors.toUnmodifiableSet()));
    }
    return fields;
  }

  /// The names of the hooks.
  public Set<String> names() {
    return Set.copyOf(known.keySet());
  }

  /// The names of what is not known in the payload of `hook`.
  List<String> unknown(String hook, JsonNode payload) {
    if (!payload.isObject()) {
      return List.of("value:" + payload.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
    }
    var fields = known.get(hook);
    if (fields == null) {
      return List.of("hook:" + (hook.isEmpty() ? "none" : Text.line(hook)));
    }
    var unknown = new ArrayList<String>();
    for (var name : payload.propertyNames()) {
      if (!fields.contains(name)) {
        unknown.add(hook + "." + Text.line(name));
      }
    }
    return unknown;
  }
}
