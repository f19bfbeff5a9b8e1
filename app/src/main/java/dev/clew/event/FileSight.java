package dev.clew.event;

/// Lines of a file as a step was shown them. They have passed the redactor.
///
/// @param text the lines, without numbers; what follows a last line feed is a line, too
/// @param first the number of the first, from 1
/// @param total how many lines the file has, counted in the same way; 0 when not told
public record FileSight(String text, int first, int total) {
  /// How many lines it shows.
  public int lines() {
    return (int) text.chars().filter(c -> c == '\n').count() + 1;
  }

  /// Whether it shows all of the file.
  public boolean isWhole() {
    return first == 1 && isEnd();
  }

  /// Whether it shows the file's end: some count the line after a last line feed, some do not.
  public boolean isEnd() {
    var last = first + lines() - 1;
    return total > 0 && (last == total || (text.endsWith("\n") && last - 1 == total));
  }
}
