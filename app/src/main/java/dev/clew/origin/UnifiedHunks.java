package dev.clew.origin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Applies the hunks of a unified diff where they say that they belong, and nowhere else.
final class UnifiedHunks {
  private final List<String> before;
  private final StringBuilder after = new StringBuilder();
  private int at;

  private UnifiedHunks(String before) {
    this.before = lines(before);
  }

  /// Lines with their ends.
  private static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    var from = 0;
    for (var i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', from)) {
      lines.add(text.substring(from, i + 1));
      from = i + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  /// What the hunks leave; absent when they do not fit.
  static @Nullable String apply(String hunks, String before) {
    var applied = new UnifiedHunks(before);
    return applied.read(lines(hunks.endsWith("\n") ? hunks : hunks + "\n")) ? applied.rest() : null;
  }

  private String rest() {
    before.subList(at, before.size()).forEach(after::append);
    return after.toString();
  }

  private boolean read(List<String> hunks) {
    for (var i = 0; i < hunks.size(); i++) {
      var line = hunks.get(i);
      var noEnd = i + 1 < hunks.size() && hunks.get(i + 1).startsWith("\\");
      var text = line.substring(1, noEnd ? line.length() - 1 : line.length());
      var fits =
          switch (line.charAt(0)) {
            case '@' -> start(line);
            case ' ' -> take(text, true);
            case '-' -> take(text, false);
            case '+' -> {
              after.append(text);
              yield true;
            }
            case '\n' -> take("\n", true); // an editor took the blank away
            case '\\' -> true;
            default -> false;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private boolean take(String text, boolean keep) {
    if (at >= before.size() || !before.get(at).equals(text)) {
      return false;
    }
    if (keep) {
      after.append(text);
    }
    at++;
    return true;
  }

  /// `@@ -12,3 +12,4 @@`: whether it lies below what has been read.
  private boolean start(String line) {
    var from = line.indexOf('-') + 1;
    var to = from;
    while (to < line.length() && Character.isDigit(line.charAt(to))) {
      to++;
    }
    if (from == 0 || to == from || to - from > 9) {
      return false;
    }
    var none = line.startsWith(",0 ", to);
    var first = Integer.parseInt(line, from, to, 10) - (none ? 0 : 1);
    if (first < at || first > before.size()) {
      return false;
    }
    before.subList(at, first).forEach(after::append);
    at = first;
    return true;
  }
}
