package dev.clew.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How a script's words stand in files: each word is one line that holds it, and nothing else does.
///
/// `.` is a blank line, `}` that line; each `>` before a word indents it. `~` after the last word
/// leaves the last line feed out.
final class OriginFiles {
  private static final String BEFORE = "say(\"";
  private static final String BEHIND = "\"); // and no more";

  private OriginFiles() {}

  /// The line of a word, without its line feed.
  static String line(String word) {
    var depth = 0;
    while (word.startsWith(">", depth)) {
      depth++;
    }
    var bare = word.substring(depth);
    var indent = "    ".repeat(depth);
    return switch (bare) {
      case "." -> indent;
      case "}" -> indent + "}";
      default -> indent + BEFORE + bare + BEHIND;
    };
  }

  /// The text of these words.
  static String text(List<String> words) {
    if (!words.isEmpty() && words.getLast().equals("~")) {
      return words.subList(0, words.size() - 1).stream()
          .map(OriginFiles::line)
          .collect(Collectors.joining("\n"));
    }
    return words.stream().map(word -> line(word) + "\n").collect(Collectors.joining());
  }

  /// The words of a text, without indents; lines that no word made stand as they are.
  static List<String> words(String text) {
    return text.lines().map(OriginFiles::word).toList();
  }

  /// The word of a line, without indent.
  static String word(String line) {
    var bare = line.strip();
    if (bare.isEmpty()) {
      return ".";
    }
    return bare.startsWith(BEFORE) && bare.endsWith(BEHIND)
        ? bare.substring(BEFORE.length(), bare.length() - BEHIND.length())
        : bare;
  }

  /// The lines of a text, each with its line feed if it has one.
  static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    for (var from = 0; from < text.length(); ) {
      var at = text.indexOf('\n', from);
      var to = at < 0 ? text.length() : at + 1;
      lines.add(text.substring(from, to));
      from = to;
    }
    return lines;
  }
}
