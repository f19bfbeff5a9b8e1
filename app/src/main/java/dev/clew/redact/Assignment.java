package dev.clew.redact;

/// Cheap questions about bytes near an anchor, asked before any expression runs.
///
/// They hold for decoded text and for raw JSON alike, so a doubt is always answered with yes.
final class Assignment {
  private static final int REACH = 64;
  private static final int GAP = 48;
  private static final int SHORT = 24;
  private static final boolean[] WORD = set("_");
  private static final boolean[] VALUE = set("_.=+/-");

  private Assignment() {}

  static boolean isWord(byte b) {
    return b >= 0 && WORD[b];
  }

  /// Whether an operator such as `=`, `:` or `=>` follows the rest of a name.
  static boolean follows(byte[] bytes, int from) {
    return operator(bytes, from) >= 0;
  }

  /// Whether the rest of a word, white space and an equals sign follow.
  static boolean equalsFollows(byte[] bytes, int from) {
    int limit = Math.min(bytes.length, from + SHORT);
    for (int i = from; i < limit; i++) {
      byte b = bytes[i];
      if (b == '=' || b == '%') {
        return true;
      }
      if (b < 0 || !(WORD[b] || b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\\')) {
        return false;
      }
    }
    return false;
  }

  /// Whether `word` stands within a few bytes.
  static boolean isNear(byte[] bytes, int from, String word) {
    int limit = Math.min(bytes.length - word.length(), from + SHORT);
    for (int i = from; i <= limit; i++) {
      int k = 0;
      while (k < word.length() && bytes[i + k] == word.charAt(k)) {
        k++;
      }
      if (k == word.length()) {
        return true;
      }
    }
    return false;
  }

  /// Whether the value assigned behind `from` can pass the filter of the generic rule: 12 different
  /// characters (3.5 bits each need more than 11), not only letters.
  static boolean assignsKey(byte[] bytes, int from) {
    int at = operator(bytes, from);
    if (at < 0) {
      return false;
    }
    int limit = Math.min(bytes.length, at + GAP);
    while (at < limit && (isGap(bytes[at]) || isControlEscape(bytes, at))) {
      at++;
    }
    long seenLow = 0;
    long seenHigh = 0;
    boolean plain = true;
    for (; at < bytes.length && bytes[at] >= 0 && VALUE[bytes[at]]; at++) {
      byte b = bytes[at];
      plain &= b != '=' && b != '+' && b != '/' && !(b >= '0' && b <= '9');
      if (b < 64) {
        seenLow |= 1L << b;
      } else {
        seenHigh |= 1L << b;
      }
      if (!plain && Long.bitCount(seenLow) + Long.bitCount(seenHigh) > 11) {
        return true;
      }
    }
    return at < bytes.length && hides(bytes, at);
  }

  /// Whether at least `length` characters of the set `of` in a row start at most `within` bytes on.
  static boolean hasRun(byte[] bytes, int from, int within, int length, long[] of) {
    int limit = Math.min(bytes.length, from + within + length);
    int most = Math.min(bytes.length, from + 2 * within + length + GAP);
    int run = 0;
    for (int i = from; i < limit; i++) {
      byte b = bytes[i];
      if (b >= 0 && ((of[b >> 6] >>> b) & 1) != 0) {
        if (++run >= length) {
          return true;
        }
      } else {
        run = 0;
        if (b == '\\' || b == '%') {
          if (hides(bytes, i)) {
            return true;
          }
          limit = Math.min(limit + 1, most);
        }
      }
    }
    return false;
  }

  private static int operator(byte[] bytes, int from) {
    int limit = Math.min(bytes.length, from + REACH);
    for (int i = from; i < limit; i++) {
      byte b = bytes[i];
      if (b < 0) {
        return -1;
      }
      switch (b) {
        case '=', '>', ':', '|', '?', ',', '%' -> {
          return i;
        }
        case ' ', '\t', '\n', '\r', '\f', 0x0b, '.', '-', '\'', '"', '\\' -> {}
        default -> {
          if (!WORD[b]) {
            return -1;
          }
        }
      }
    }
    return -1;
  }

  private static boolean isGap(byte b) {
    return switch (b) {
      case '=', '>', ':', '|', '?', ',', '\'', '"', '`', ' ', '\t', '\n', '\r', '\\' -> true;
      default -> false;
    };
  }

  private static boolean isControlEscape(byte[] bytes, int at) {
    byte b = bytes[at];
    return bytes[at - 1] == '\\' && (b == 'n' || b == 'r' || b == 't');
  }

  /// An escape that may stand for a token character.
  private static boolean hides(byte[] bytes, int at) {
    if (bytes[at] == '%') {
      return true;
    }
    if (bytes[at] != '\\' || at + 1 >= bytes.length) {
      return false;
    }
    byte b = bytes[at + 1];
    return b == '/' || b == 'u' || b == '\\';
  }

  private static boolean[] set(String others) {
    var set = new boolean[128];
    var all = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + others;
    all.chars().forEach(c -> set[c] = true);
    return set;
  }
}
