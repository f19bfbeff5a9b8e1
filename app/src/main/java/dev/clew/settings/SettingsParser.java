package dev.clew.settings;

import dev.clew.settings.SettingsTree.Elements;
import dev.clew.settings.SettingsTree.Member;
import dev.clew.settings.SettingsTree.Members;
import dev.clew.settings.SettingsTree.Scalar;
import java.util.ArrayList;

/// Finds the values of a settings file in its text: JSON, with comments and commas at the end of
/// lists, as editors and agents allow it.
final class SettingsParser {
  private static final int DEEPEST = 500;

  private final String text;
  private int at;
  private int depth;

  private SettingsParser(String text) {
    this.text = text;
  }

  /// The value that the text is.
  ///
  /// @throws SettingsException when it is none; the message says line, column, and what was
  ///   expected
  static SettingsTree parse(String text) throws SettingsException {
    var parser = new SettingsParser(text);
    parser.skip();
    var tree = parser.value();
    parser.skip();
    if (parser.at < text.length()) {
      throw parser.wrong("nothing more");
    }
    return tree;
  }

  private SettingsTree value() throws SettingsException {
    if (depth++ > DEEPEST) {
      throw wrong("fewer than %d levels".formatted(DEEPEST));
    }
    var tree =
        switch (peek()) {
          case '{' -> members();
          case '[' -> elements();
          case '"' -> {
            var start = at;
            string();
            yield new Scalar(start, at, "a text");
          }
          default -> word();
        };
    depth--;
    return tree;
  }

  private SettingsTree members() throws SettingsException {
    var start = at++;
    var members = new ArrayList<Member>();
    for (skip(); peek() != '}'; skip()) {
      if (peek() != '"') {
        throw wrong(members.isEmpty() ? "a name in quotes or '}'" : "a name in quotes");
      }
      var from = at;
      var name = string();
      skip();
      take(':');
      skip();
      members.add(new Member(from, name, value()));
      skip();
      if (peek() != '}') {
        take(',', "',' or '}'");
      }
    }
    at++;
    return new Members(start, at, members);
  }

  private SettingsTree elements() throws SettingsException {
    var start = at++;
    var elements = new ArrayList<SettingsTree>();
    for (skip(); peek() != ']'; skip()) {
      elements.add(value());
      skip();
      if (peek() != ']') {
        take(',', "',' or ']'");
      }
    }
    at++;
    return new Elements(start, at, elements);
  }

  private SettingsTree word() throws SettingsException {
    var start = at;
    while (at < text.length()
        && ("+-._".indexOf(text.charAt(at)) >= 0 || Character.isLetterOrDigit(text.charAt(at)))) {
      at++;
    }
    var word = text.substring(start, at);
    return switch (word) {
      case "true", "false" -> new Scalar(start, at, "a flag");
      case "null" -> new Scalar(start, at, "null");
      default -> {
        if (!word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
          at = start;
          throw wrong("a value");
        }
        yield new Scalar(start, at, "a number");
      }
    };
  }

  private String string() throws SettingsException {
    var value = new StringBuilder();
    at++;
    while (at < text.length()) {
      var c = text.charAt(at);
      if (c < ' ') {
        throw wrong("the end of a text in quotes");
      }
      at++;
      if (c == '"') {
        return value.toString();
      }
      value.append(c == '\\' ? escaped() : c);
    }
    throw wrong("the end of a text in quotes");
  }

  /// What an escape stands for, of which the backslash has been read.
  private char escaped() throws SettingsException {
    if (at >= text.length()) {
      throw wrong("the end of a text in quotes");
    }
    var c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        var hex = text.substring(at, Math.min(at + 4, text.length()));
        if (!hex.matches("[0-9a-fA-F]{4}")) {
          throw wrong("four hex digits");
        }
        at += 4;
        yield (char) Integer.parseInt(hex, 16);
      }
      default -> {
        at--;
        throw wrong("a character that can be escaped");
      }
    };
  }

  /// Passes over blanks and comments.
  private void skip() throws SettingsException {
    while (at < text.length()) {
      if (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      } else if (text.startsWith("//", at)) {
        var end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", at)) {
        var end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw wrong("a comment that ends");
        }
        at = end + 2;
      } else {
        return;
      }
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void take(char wanted) throws SettingsException {
    take(wanted, "'" + wanted + "'");
  }

  private void take(char wanted, String expected) throws SettingsException {
    if (peek() != wanted) {
      throw wrong(expected);
    }
    at++;
  }

  private SettingsException wrong(String expected) {
    var found = at >= text.length() ? "the end" : "'" + excerpt(text.substring(at)) + "'";
    return wrong(text, at, expected, found);
  }

  /// What is said of the place `at`.
  static SettingsException wrong(String text, int at, String expected, String found) {
    var before = text.substring(0, Math.min(at, text.length()));
    var line = before.chars().filter(c -> c == '\n').count() + 1;
    var column = before.length() - before.lastIndexOf('\n');
    return new SettingsException(
        "line %d, column %d: expected %s, found %s".formatted(line, column, expected, found));
  }

  private static String excerpt(String rest) {
    var end = 0;
    while (end < Math.min(rest.length(), 20) && rest.charAt(end) >= ' ') {
      end++;
    }
    return end == 0 ? "a control character" : rest.substring(0, end).strip();
  }
}
