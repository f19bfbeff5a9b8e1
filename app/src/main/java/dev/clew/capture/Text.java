package dev.clew.capture;

import java.util.Collection;
import tools.jackson.databind.JsonNode;

/// Text out of the agent's content values.
public final class Text {
  private static final int LINE = 200;
  private static final int NAMES = 4000;

  private Text() {}

  /// The text of a content value: a string, or the text blocks of a list, one below the other.
  public static String ofContent(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    if (!content.isArray()) {
      return "";
    }
    var text = new StringBuilder();
    for (var block : content.values()) {
      var part = block.isString() ? block.stringValue() : block.path("text").asString("");
      if (!part.isEmpty()) {
        text.append(text.isEmpty() ? "" : "\n").append(part);
      }
    }
    return text.toString();
  }

  /// The first line that says something, cut to 200 characters.
  public static String line(String text) {
    var start = 0;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    var end = start;
    while (end < text.length() && end - start < LINE && !isBreak(text.charAt(end))) {
      end++;
    }
    if (end > start && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end).strip();
  }

  /// The names among these values on one line, in their order; beyond so many characters only how
  /// many there are besides.
  public static String names(Collection<JsonNode> values) {
    var text = new StringBuilder();
    var left = 0;
    for (var value : values) {
      if (value.isString() && text.length() + value.stringValue().length() <= NAMES) {
        text.append(text.isEmpty() ? "" : ", ").append(value.stringValue());
      } else if (value.isString()) {
        left++;
      }
    }
    return left == 0 ? text.toString() : text + " and " + left + " more";
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  /// How many lines `text` has: a last line without terminator counts.
  public static int lines(String text) {
    var lines = 0;
    for (var i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      lines++;
    }
    return text.isEmpty() || text.endsWith("\n") ? lines : lines + 1;
  }
}
