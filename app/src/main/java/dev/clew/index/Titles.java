package dev.clew.index;

/// Titles: the first line of a text that says something, at most 200 characters.
final class Titles {
  private static final int LENGTH = 200;

  private Titles() {}

  static String line(String text) {
    var line =
        text.strip()
            .lines()
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("");
    if (line.length() <= LENGTH) {
      return line;
    }
    var end = Character.isHighSurrogate(line.charAt(LENGTH - 2)) ? LENGTH - 2 : LENGTH - 1;
    return line.substring(0, end) + "…";
  }
}
