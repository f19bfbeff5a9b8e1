package dev.clew.query;

import java.util.regex.Pattern;

/// Lines of a file, from 1, both ends included.
///
/// @param last as large as it can be where no end was named
record LineRange(int first, int last) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(?:,(\\+)?([0-9]{1,9}))?");
  private static final Pattern BEHIND =
      Pattern.compile("(.+):([0-9]{1,9}(?:,\\+?[0-9]{1,9})?)", Pattern.DOTALL);

  static final LineRange ALL = new LineRange(1, Integer.MAX_VALUE);

  /// `12`, `12,20` or `12,+5`.
  static LineRange of(String text) throws QueryException {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw QueryException.usage("lines: expected 12, 12,20 or 12,+5, found '%s'".formatted(text));
    }
    var first = Integer.parseInt(form.group(1));
    if (form.group(3) == null) {
      return checked(first, first, text);
    }
    var second = Integer.parseInt(form.group(3));
    return checked(first, form.group(2) == null ? second : first + second - 1, text);
  }

  private static LineRange checked(int first, int last, String text) throws QueryException {
    if (first < 1 || last < first) {
      throw QueryException.usage(
          "lines: the first is 1, and none ends before it begins: found '%s'".formatted(text));
    }
    return new LineRange(first, last);
  }

  /// A file's name with lines behind it, as `FILE:12,20`.
  record Behind(String file, String lines) {}

  /// The name and the lines of `FILE:12,20`; all of it is the name where no lines stand behind.
  static Behind behind(String text) {
    var found = BEHIND.matcher(text);
    return found.matches() ? new Behind(found.group(1), found.group(2)) : new Behind(text, "");
  }

  /// The same within a file of so many lines, as `git blame -L` takes it.
  LineRange within(int lines, String file) throws QueryException {
    if (first > Math.max(lines, 1) || (lines == 0 && !equals(ALL))) {
      throw QueryException.usage(
          "%s has only %d line%s, line %d is asked for"
              .formatted(file, lines, lines == 1 ? "" : "s", first));
    }
    return new LineRange(first, Math.min(last, lines));
  }
}
