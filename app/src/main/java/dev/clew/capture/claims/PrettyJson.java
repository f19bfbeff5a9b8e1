package dev.clew.capture.claims;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// JSON on lines of their own, two blanks for each level, `{}` and `[]` for what is empty: as
/// git-ai writes it, byte for byte.
final class PrettyJson {
  private PrettyJson() {}

  static String text(JsonNode node) {
    var text = new StringBuilder();
    write(node, 0, text);
    return text.toString();
  }

  private static void write(JsonNode node, int level, StringBuilder text) {
    switch (node) {
      case ObjectNode object when !object.isEmpty() -> {
        var before = "{";
        for (var field : object.properties()) {
          line(text.append(before), level + 1);
          text.append(StringNode.valueOf(field.getKey())).append(": ");
          write(field.getValue(), level + 1, text);
          before = ",";
        }
        line(text, level);
        text.append('}');
      }
      case ArrayNode array when !array.isEmpty() -> {
        var before = "[";
        for (var each : array.values()) {
          line(text.append(before), level + 1);
          write(each, level + 1, text);
          before = ",";
        }
        line(text, level);
        text.append(']');
      }
      default -> text.append(node);
    }
  }

  private static void line(StringBuilder text, int level) {
    text.append('\n').append("  ".repeat(level));
  }
}
