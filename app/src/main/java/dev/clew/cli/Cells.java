package dev.clew.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// How wide text is on a terminal, in columns, and where it may be cut.
///
/// What a reader takes for one letter (an extended grapheme cluster: a letter with its accents, a
/// flag, a family of emoji) is never cut in two, and takes one column or two. Which characters are
/// wide: Unicode's `EastAsianWidth.txt`, W and F, and what is shown as a picture.
final class Cells {
  private static final Pattern CLUSTER = Pattern.compile("\\X");

  /// Wide characters, as first and last code points.
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x2329, 0x232a, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0xa4cf,
    0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6b, 0xff01, 0xff60,
    0xffe0, 0xffe6, 0x16fe0, 0x18cff, 0x1aff0, 0x1b2fb, 0x1f200, 0x1f265, 0x20000, 0x2fffd, 0x30000,
    0x3fffd,
  };

  private Cells() {}

  /// The columns that `text` takes.
  static int width(String text) {
    if (isNarrow(text)) {
      return text.length();
    }
    return CLUSTER.matcher(text).results().mapToInt(cluster -> cells(cluster.group())).sum();
  }

  /// `text` in at most `width` columns: what is cut off is shown as an ellipsis.
  static String cut(String text, int width) {
    if (isNarrow(text)) {
      return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
    var used = 0;
    var end = 0; // of what fits with an ellipsis behind it
    var clusters = CLUSTER.matcher(text);
    while (clusters.find()) {
      used += cells(clusters.group());
      if (used > width) {
        return text.substring(0, end) + "…";
      }
      if (used < width) {
        end = clusters.end();
      }
    }
    return text;
  }

  /// `text` in lines of at most `width` columns, broken at blanks; a longer word stays whole.
  static List<String> wrap(String text, int width) {
    if (width(text) <= width) {
      return List.of(text);
    }
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// Whether every character takes one column: so it is below the first combining mark.
  private static boolean isNarrow(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= 0x300 && (c < 0x2010 || c > 0x2027) && c != '└' && c != '→') {
        return false;
      }
    }
    return true;
  }

  private static int cells(String cluster) {
    var first = cluster.codePointAt(0);
    if (cluster.indexOf('\ufe0f') > 0 || Character.isEmojiPresentation(first)) {
      return 2;
    }
    for (var i = 0; i < WIDE.length; i += 2) {
      if (first >= WIDE[i] && first <= WIDE[i + 1]) {
        return 2;
      }
    }
    return switch (Character.getType(first)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> 1;
    };
  }
}
