package dev.clew.export;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Text that other people and programs wrote, as Markdown that cannot do anything: no HTML, no
/// picture from elsewhere, no link but to the web, no heading above the document's own.
final class MarkdownText {
  /*
   * A reader of Markdown must see code exactly where we see it, or what we left alone as code is
   * HTML to the reader. So code is written anew: a fenced block gets a fence of ours at the margin
   * with empty lines around it; a code span stays only if it begins and ends on one line and holds
   * no bar, which would end it in a table; every other backtick and tilde is escaped. Outside of
   * code each `<` is escaped, which ends all HTML and all autolinks in angle brackets.
   */
  private static final Pattern FENCE =
      Pattern.compile("[ \\t]*(`{3,}|~{3,})[ \\t]*([A-Za-z0-9+#_.-]{0,30})[^`]*");
  private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})(?=[ \\t]|$)");
  private static final Pattern UNDERLINE = Pattern.compile("[ \\t]*(=+|-+)[ \\t]*");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?://)");
  private static final String PUNCTUATION = "\\`*_[]<>|~&!#";
  private static final int DEEPEST = 6;
  private static final int DOWN = 3;

  private MarkdownText() {}

  /// One line, where nothing in it means anything: for headings and cells.
  static String line(String text, int most) {
    var line = Unseen.line(text, most);
    var escaped = new StringBuilder(line.length() + 16);
    for (var i = 0; i < line.length(); i++) {
      var c = line.charAt(i);
      if (c == '<' || c == '&') {
        escaped.append(c == '<' ? "&lt;" : "&amp;");
      } else {
        escaped.append(PUNCTUATION.indexOf(c) < 0 ? "" : "\\").append(c);
      }
    }
    return escaped.toString();
  }

  /// A block of code whose fence no line of `text` can be.
  static List<String> fenced(String text, String language) {
    var longest = 2;
    for (int i = 0, run = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    var fence = "`".repeat(longest + 1);
    var lines = new ArrayList<String>();
    lines.add(fence + language);
    Unseen.named(text).lines().forEach(lines::add);
    lines.add(fence);
    return lines;
  }

  /// Prose in Markdown, as its lines.
  static List<String> prose(String text) {
    var out = new ArrayList<String>();
    var lines = Unseen.named(text).lines().toList();
    for (var i = 0; i < lines.size(); i++) {
      var fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        out.addAll(prose(lines.get(i), !out.isEmpty() && !out.getLast().isBlank()));
        continue;
      }
      var end = i + 1;
      while (end < lines.size() && !closes(lines.get(end), fence.group(1))) {
        end++;
      }
      out.add("");
      out.addAll(fenced(String.join("\n", lines.subList(i + 1, end)), fence.group(2)));
      out.add("");
      i = end;
    }
    return out;
  }

  private static boolean closes(String line, String fence) {
    var end = line.strip();
    return end.length() >= fence.length() && end.chars().allMatch(c -> c == fence.charAt(0));
  }

  private static List<String> prose(String line, boolean afterText) {
    if (afterText && UNDERLINE.matcher(line).matches()) {
      return line.strip().startsWith("=") ? List.of("\\" + line.strip()) : List.of("", line);
    }
    var heading = HEADING.matcher(line);
    if (heading.lookingAt()) {
      var level = Math.min(DEEPEST, heading.group(1).length() + DOWN);
      return List.of("#".repeat(level) + spans(line.substring(heading.end())));
    }
    return List.of(spans(line));
  }

  /// A line with its code spans as they are and the rest made harmless.
  private static String spans(String line) {
    var out = new StringBuilder(line.length() + 16);
    var from = 0;
    for (var at = line.indexOf('`'); at >= 0; at = line.indexOf('`', from)) {
      out.append(harmless(line.substring(from, at)));
      var run = run(line, at);
      var end = at > 0 && line.charAt(at - 1) == '\\' ? -1 : end(line, at + run, run);
      if (end < 0 || endsCode(line.substring(at, end))) {
        out.append("\\`".repeat(run), isEscaped(line, at) ? 1 : 0, 2 * run);
        from = at + run;
      } else {
        out.append(line, at, end + run);
        from = end + run;
      }
    }
    return out.append(harmless(line.substring(from))).toString();
  }

  /// Whether what looks like a code span is cut by a table's cell or a reference's label.
  private static boolean endsCode(String span) {
    return span.indexOf('|') >= 0 || span.contains("]:");
  }

  private static boolean isEscaped(String line, int at) {
    var backslashes = 0;
    while (backslashes < at && line.charAt(at - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /// Where a run of exactly `length` backticks begins, from `from` on; -1 when there is none.
  private static int end(String line, int from, int length) {
    for (var at = line.indexOf('`', from); at >= 0; ) {
      var run = run(line, at);
      if (run == length) {
        return at;
      }
      at = line.indexOf('`', at + run);
    }
    return -1;
  }

  private static int run(String line, int at) {
    var end = at;
    while (end < line.length() && line.charAt(end) == '`') {
      end++;
    }
    return end - at;
  }

  private static String harmless(String text) {
    if (text.isEmpty()) {
      return text;
    }
    var safe = text.replace("<", "&lt;").replace("~~~", "\\~\\~\\~").replace("![", "!\\[");
    return LINK.matcher(safe).replaceAll("]\\\\(").replace("]:", "]\\:");
  }
}
