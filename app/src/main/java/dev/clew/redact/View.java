package dev.clew.redact;

import java.util.Arrays;

/// Text as it reads after its escapes are undone, with the way back to the original characters.
///
/// Runs of backslashes count as one, so JSON in JSON in JSON is undone at once; `%41` is undone
/// too. Only for finding: what is written goes to the original characters.
final class View {
  private final StringBuilder out;
  private final int[] origin;
  private boolean changed;
  private String text = "";

  private View(int length) {
    out = new StringBuilder(length);
    origin = new int[length + 1];
  }

  /// The view of `text` from `from` to `to`.
  static View of(String text, int from, int to) {
    var view = new View(to - from);
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      int next = c == '\\' ? view.escape(text, i, to) : c == '%' ? view.percent(text, i, to) : i;
      if (next == i) {
        view.add(c, i);
        i++;
      } else {
        view.changed = true;
        i = next;
      }
    }
    view.origin[view.out.length()] = to;
    view.text = view.out.toString();
    return view;
  }

  static boolean hasEscape(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '%') {
        return true;
      }
    }
    return false;
  }

  boolean changed() {
    return changed;
  }

  String text() {
    return text;
  }

  /// The character of the original that the character `at` of the view begins with.
  int origin(int at) {
    return origin[at];
  }

  /// The first character of the view that begins at or after `original`.
  int at(int original) {
    int at = Arrays.binarySearch(origin, 0, out.length() + 1, original);
    return at >= 0 ? at : Math.min(-at - 1, out.length());
  }

  private void add(char c, int from) {
    origin[out.length()] = from;
    out.append(c);
  }

  private int escape(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) == '\\') {
      i++;
    }
    if (i == to) {
      return from;
    }
    char c = text.charAt(i);
    switch (c) {
      case '"', '/', '\'' -> add(c, from);
      case 'n' -> add('\n', from);
      case 'r' -> add('\r', from);
      case 't' -> add('\t', from);
      case 'b', 'f' -> add(' ', from);
      case 'u' -> {
        int code = i + 4 < to ? hex(text, i + 1, 4) : -1;
        if (code < 0) {
          return from;
        }
        add((char) code, from);
        return i + 5;
      }
      default -> {
        return from;
      }
    }
    return i + 1;
  }

  private int percent(String text, int from, int to) {
    int code = from + 2 < to ? hex(text, from + 1, 2) : -1;
    if (code < ' ' || code > '~') {
      return from;
    }
    add((char) code, from);
    return from + 3;
  }

  private static int hex(String text, int from, int digits) {
    int code = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = (code << 4) | digit;
    }
    return code;
  }
}
