package dev.clew.settings;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Settings files as people and programs write them: indented in any way or not at all, with
/// comments, commas at the end, a byte order mark, and hooks of others.
final class RandomSettings {
  private final RandomGenerator random;
  private final String unit;
  private final String newline;
  private final boolean inLines;
  private final boolean comments;
  private final boolean commas;
  private final String colon;

  private RandomSettings(RandomGenerator random) {
    this.random = random;
    unit = List.of("  ", "    ", "\t", " ").get(random.nextInt(4));
    newline = random.nextInt(4) == 0 ? "\r\n" : "\n";
    inLines = random.nextInt(5) > 0;
    comments = inLines && random.nextInt(3) == 0;
    commas = random.nextInt(5) == 0;
    colon = List.of(": ", ":", " : ").get(random.nextInt(3));
  }

  static byte[] of(AgentHooks agent, RandomGenerator random) {
    if (random.nextInt(20) == 0) {
      return List.of("", "\n", "{}", "{}\n", "{ }", "{\n}\n", "{ // nothing\n}")
          .get(random.nextInt(7))
          .getBytes(StandardCharsets.UTF_8);
    }
    var made = new RandomSettings(random);
    var text = made.object(made.members(agent), "");
    if (made.comments && random.nextBoolean()) {
      text = "// mine" + made.newline + text;
    }
    text += random.nextInt(4) == 0 ? "" : made.newline;
    return ((random.nextInt(6) == 0 ? "\uFEFF" : "") + text).getBytes(StandardCharsets.UTF_8);
  }

  /// A value in each of the forms that its place may have: given the indentation, its text.
  private interface Value {
    String in(String indent);
  }

  private record Member(String name, Value value) {}

  private List<Member> members(AgentHooks agent) {
    var members = new ArrayList<Member>();
    members.add(new Member("model", _ -> "\"x \\\"y\\\" // no comment , }\""));
    members.add(new Member("env", indent -> object(List.of(), indent)));
    members.add(new Member("größe 🧶", _ -> "-1.5e3"));
    members.add(new Member("list", indent -> list(List.of(_ -> "1", _ -> "\"]\""), indent)));
    if (random.nextBoolean()) {
      members.add(new Member("version", _ -> "1"));
    }
    if (random.nextInt(4) > 0) {
      members.add(new Member("hooks", indent -> object(hooks(agent), indent)));
    }
    var some = new ArrayList<Member>();
    for (var member : members) {
      if (random.nextInt(4) > 0) {
        some.add(random.nextInt(some.size() + 1), member);
      }
    }
    return some;
  }

  private List<Member> hooks(AgentHooks agent) {
    var hooks = new ArrayList<Member>();
    for (var entry : agent.entries().stream().map(HookEntry::event).distinct().toList()) {
      if (random.nextInt(5) == 0) {
        var others = new ArrayList<Value>();
        for (var i = random.nextInt(3); i > 0; i--) {
          others.add(this::other);
        }
        hooks.add(new Member(entry, indent -> list(others, indent)));
      }
    }
    return hooks;
  }

  private String other(String indent) {
    return object(
        List.of(
            new Member("matcher", _ -> "\"Bash\""),
            new Member(
                "hooks",
                inner ->
                    list(
                        List.of(deep ->
                            object(
                                List.of(new Member("command", _ -> "\"other/clew-hook\"")), deep)),
                        inner))),
        indent);
  }

  private String object(List<Member> members, String indent) {
    var parts = new ArrayList<String>();
    for (var member : members) {
      parts.add("\"" + member.name + "\"" + colon + member.value.in(indent + unit));
    }
    return joined("{", parts, "}", indent);
  }

  private String list(List<Value> values, String indent) {
    var parts = values.stream().map(value -> value.in(indent + unit)).toList();
    return joined("[", parts, "]", indent);
  }

  private String joined(String open, List<String> parts, String close, String indent) {
    if (parts.isEmpty()) {
      return open + (inLines && random.nextInt(3) == 0 ? newline + indent : "") + close;
    }
    if (!inLines
        || (parts.size() == 1 && !parts.getFirst().contains("\n") && random.nextBoolean())) {
      return open + String.join(", ", parts) + (commas ? "," : "") + close;
    }
    var text = new StringBuilder(open);
    for (var i = 0; i < parts.size(); i++) {
      if (comments && random.nextInt(4) == 0) {
        text.append(newline).append(indent).append(unit).append("/* a, b } */");
      }
      text.append(newline).append(indent).append(unit).append(parts.get(i));
      text.append(i + 1 < parts.size() || commas ? "," : "");
      if (comments && random.nextInt(4) == 0) {
        text.append(" // says \"this\", and ]");
      }
    }
    return text.append(newline).append(indent).append(close).toString();
  }
}
