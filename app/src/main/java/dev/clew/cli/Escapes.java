package dev.clew.cli;

/// Makes text that agents wrote safe for a terminal: what would move the cursor, set the title,
/// fill the clipboard or turn the line round is shown as a visible sign instead.
final class Escapes {
  private static final char JOINER = '\u200d';

  private Escapes() {}

  /// `text` on one line or several, with tabs and line feeds as they are.
  static String visible(String text) {
    var safe = true;
    for (var i = 0; i < text.length() && safe; i++) {
      safe = isSafe(text, i);
    }
    if (safe) {
      return text;
    }
    var visible = new StringBuilder(text.length() + 16);
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (isSafe(text, i)) {
        visible.append(c);
      } else if (c < 0x20) {
        visible.append((char) (0x2400 + c)); // ␀ to ␟: a picture of each control character
      } else if (c == 0x7f) {
        visible.append('␡');
      } else {
        visible.append("‹U+%04X›".formatted((int) c));
      }
    }
    return visible.toString();
  }

  /// `text` on one line.
  static String line(String text) {
    return visible(text.replace('\n', ' ').replace('\t', ' '));
  }

  private static boolean isSafe(String text, int i) {
    return isSafe(text.charAt(i)) || (text.charAt(i) == JOINER && joinsPictures(text, i));
  }

  /// Whether the joiner makes one picture of two, as in a family: anywhere else it only hides.
  private static boolean joinsPictures(String text, int i) {
    if (i == 0 || i + 1 == text.length()) {
      return false;
    }
    var before = text.codePointBefore(i);
    if (before == 0xfe0f && i > 1) {
      before = text.codePointBefore(i - 1);
    }
    return isPicture(before) && isPicture(text.codePointAt(i + 1));
  }

  private static boolean isPicture(int codePoint) {
    return Character.isExtendedPictographic(codePoint) || Character.isEmojiModifier(codePoint);
  }

  private static boolean isSafe(char c) {
    if (c < 0x20) {
      return c == '\n' || c == '\t';
    }
    if (c < 0x7f) {
      return true;
    }
    return c > 0x9f
        && !(c >= 0x200b && c <= 0x200f) // zero width, marks of direction
        && !(c >= 0x202a && c <= 0x202e) // embeddings and overrides
        && !(c >= 0x2060 && c <= 0x2069) // joiners, isolates
        && c != 0x061c
        && c != 0xfeff
        && !(c >= 0xfff9 && c <= 0xfffb);
  }
}
