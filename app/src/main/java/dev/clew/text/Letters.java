package dev.clew.text;

import java.text.Normalizer;

/// How characters count when texts are searched.
final class Letters {
  /// What a character is to a word.
  enum Kind {
    /// Part of a word: a letter, a digit, a sign that belongs to a letter.
    WORD,
    /// A letter of a script that is written without spaces (Chinese, Japanese, Korean, Thai...).
    UNSPACED,
    /// An emoji: a word of its own.
    EMOJI,
    /// A combining accent, or how the emoji before is drawn: as if it were not there.
    MARK,
    /// White space.
    SPACE,
    /// Anything else; it ends a word.
    OTHER
  }

  private static final int FIRST_LATIN = 0xc0;
  private static final int LAST_LATIN = 0x24f;
  private static final int FIRST_MORE_LATIN = 0x1e00;
  private static final int LAST_MORE_LATIN = 0x1eff;
  private static final int FIRST_UNSPACED = 0xe00; // Thai

  private static final char[] LATIN = folded(FIRST_LATIN, LAST_LATIN);
  private static final char[] MORE_LATIN = folded(FIRST_MORE_LATIN, LAST_MORE_LATIN);

  private Letters() {}

  private static char[] folded(int first, int last) {
    var table = new char[last - first + 1];
    for (var c = first; c <= last; c++) {
      var base = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD).charAt(0);
      table[c - first] = (char) lower(base);
    }
    return table;
  }

  /// The character as it is compared: lower case, a Latin letter without its accent.
  static int fold(int c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    if (c >= FIRST_LATIN && c <= LAST_LATIN) {
      return LATIN[c - FIRST_LATIN];
    }
    if (c >= FIRST_MORE_LATIN && c <= LAST_MORE_LATIN) {
      return MORE_LATIN[c - FIRST_MORE_LATIN];
    }
    return lower(c);
  }

  private static int lower(int c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  static Kind kind(int c) {
    if (c < 0x80) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) {
        return Kind.WORD;
      }
      return c == ' ' || (c >= '\t' && c <= '\r') ? Kind.SPACE : Kind.OTHER;
    }
    if ((c >= 0x300 && c <= 0x36f) || (c >= 0xfe00 && c <= 0xfe0f)) {
      return Kind.MARK;
    }
    if (c >= FIRST_UNSPACED && isUnspaced(c)) {
      return Kind.UNSPACED;
    }
    if (Character.isLetterOrDigit(c) || isPartOfLetter(c)) {
      return Kind.WORD;
    }
    if (Character.isExtendedPictographic(c)) {
      return Kind.EMOJI;
    }
    return Character.isWhitespace(c) || Character.isSpaceChar(c) ? Kind.SPACE : Kind.OTHER;
  }

  private static boolean isPartOfLetter(int c) {
    var type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isUnspaced(int c) {
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI, THAI, LAO, KHMER, MYANMAR ->
          Character.isLetterOrDigit(c) || isPartOfLetter(c);
      default -> false;
    };
  }
}
