package dev.clew.origin.shell;

/// Matches paths as a shell does: `*` and `?` stop at a slash, `**` does not. A name that begins
/// with a dot is matched, too: whether the shell does so is an option.
final class Glob {
  private final String pattern;
  private final String text;
  private int steps;

  private Glob(String pattern, String text) {
    this.pattern = pattern;
    this.text = text;
  }

  private static final int STEPS = 100_000;

  /// Whether `pattern` matches all of `text`; not when finding out takes too long.
  static boolean matches(String pattern, String text) {
    return new Glob(pattern, text).matches(0, 0);
  }

  private boolean matches(int p, int t) {
    var i = p;
    var j = t;
    while (i < pattern.length()) {
      if (++steps > STEPS) {
        return false;
      }
      var c = pattern.charAt(i);
      if (c == '*') {
        var deep = pattern.startsWith("**", i);
        return star(deep ? i + 2 : i + 1, j, deep);
      }
      if (j == text.length()) {
        return false;
      }
      if (c == '[') {
        var end = pattern.indexOf(']', i + 2);
        if (end > 0) {
          if (text.charAt(j) == '/' || !isIn(pattern.substring(i + 1, end), text.charAt(j))) {
            return false;
          }
          i = end + 1;
          j++;
          continue;
        }
      }
      if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        c = pattern.charAt(i);
      } else if (c == '?' && text.charAt(j) != '/') {
        c = text.charAt(j);
      }
      if (c != text.charAt(j)) {
        return false;
      }
      i++;
      j++;
    }
    return j == text.length();
  }

  private boolean star(int p, int t, boolean deep) {
    for (var j = t; ; j++) {
      if (matches(p, j)) {
        return true;
      }
      if (j >= text.length() || steps > STEPS || (!deep && text.charAt(j) == '/')) {
        return false;
      }
    }
  }

  private static boolean isIn(String set, char c) {
    var not = set.startsWith("!") || set.startsWith("^");
    for (var i = not ? 1 : 0; i < set.length(); i++) {
      var ranges = i + 2 < set.length() && set.charAt(i + 1) == '-';
      var last = ranges ? set.charAt(i + 2) : set.charAt(i);
      if (c >= set.charAt(i) && c <= last) {
        return !not;
      }
      i += ranges ? 2 : 0;
    }
    return not;
  }
}
