package dev.clew.export;

/// The beginning of a text that may be too long to show.
///
/// @param lines how many lines are left out; 0 when only the end of a line is, or nothing
/// @param characters how many characters are left out
record Cut(String text, long lines, long characters) {
  /// The first `lines` lines, and no more than `characters` characters.
  static Cut of(String text, int lines, int characters) {
    var end = 0;
    for (var n = 0; n < lines && end >= 0; n++) {
      end = text.indexOf('\n', end) + 1;
      if (end == 0) {
        end = text.length();
        break;
      }
    }
    end = Math.min(end, characters);
    if (end >= text.length()) {
      return new Cut(text, 0, 0);
    }
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    var rest = text.substring(end);
    var left = rest.stripTrailing().isEmpty() ? 0 : rest.stripTrailing().lines().count();
    return new Cut(text.substring(0, end), left, left == 0 ? 0 : rest.length());
  }

  /// What is said below the text; empty when nothing is missing.
  String note(String step) {
    if (characters == 0) {
      return "";
    }
    return "… %s (%s) not shown here: clew show %s"
        .formatted(Figures.of(lines, "more line"), Figures.bytes(characters), step);
  }
}
