package dev.clew.http;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The fields of an order, each checked: one that is not known is refused.
final class OrderFields {
  private static final int BAD = 400;

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Boolean> flags = new HashMap<>();
  private String tree = "";

  private OrderFields() {}

  /// Reads one JSON object that may have these fields, and `tree`.
  static OrderFields of(JsonNode json, Set<String> texts, Set<String> flags)
      throws RefusedException {
    if (!json.isObject()) {
      throw RefusedException.of(BAD, "expected one JSON object");
    }
    var fields = new OrderFields();
    for (var field : json.properties()) {
      var name = field.getKey();
      var value = field.getValue();
      if (name.equals("tree")) {
        fields.tree = tree(value);
      } else if (flags.contains(name)) {
        fields.flags.put(name, flag(name, value));
      } else if (texts.contains(name)) {
        fields.texts.put(name, text(name, value));
      } else {
        throw RefusedException.of(BAD, name + ": not known here");
      }
    }
    return fields;
  }

  /// A text that has to be there.
  String text(String name) throws RefusedException {
    var value = texts.get(name);
    if (value == null) {
      throw RefusedException.of(BAD, name + ": expected");
    }
    return value;
  }

  /// A path that has to be there.
  Path path(String name) throws RefusedException {
    try {
      return Path.of(text(name));
    } catch (InvalidPathException e) {
      throw RefusedException.of(BAD, name + ": expected a path");
    }
  }

  /// A text that may be missing; then it is empty.
  String textOr(String name) {
    return texts.getOrDefault(name, "");
  }

  boolean flag(String name) {
    return flags.getOrDefault(name, false);
  }

  /// The tree that a preview was for; empty where none was given.
  String tree() {
    return tree;
  }

  private static String text(String name, JsonNode value) throws RefusedException {
    if (!value.isString() || value.asString().isBlank() || value.asString().indexOf('\0') >= 0) {
      throw RefusedException.of(BAD, name + ": expected text");
    }
    return value.asString();
  }

  static boolean flag(String name, JsonNode value) throws RefusedException {
    if (!value.isBoolean()) {
      throw RefusedException.of(BAD, name + ": expected true or false");
    }
    return value.asBoolean();
  }

  static String tree(JsonNode value) throws RefusedException {
    if (!value.isString() || !value.asString().matches("[0-9a-f]{64}")) {
      throw RefusedException.of(BAD, "tree: expected one that a preview gave");
    }
    return value.asString();
  }
}
