package dev.clew.origin.lines;

/// What a content is to [Inherit].
public final class Content {
  /// Above so many bytes contents are compared from both ends only.
  public static final int MOST_BYTES = 4 << 20;

  /// Above so many lines contents are compared from both ends only.
  public static final int MOST_LINES = 100_000;

  private static final int BINARY_PROBE_BYTES = 8000;
  private static final int TRIVIAL_BYTES = 100;
  private static final int TRIVIAL_SUBSTANCE = 20;

  private Content() {}

  /// How many lines there are: those that end with `\n`, and what comes after the last.
  public static int lines(byte[] content) {
    var lines = 0;
    for (var b : content) {
      if (b == '\n') {
        lines++;
      }
    }
    return content.length > 0 && content[content.length - 1] != '\n' ? lines + 1 : lines;
  }

  /// Whether it is too large, or binary by Git's rule, to be compared line by line.
  public static boolean coarse(byte[] content) {
    return coarse(content, lines(content));
  }

  static boolean coarse(byte[] content, int lines) {
    return content.length > MOST_BYTES || lines > MOST_LINES || binary(content);
  }

  /// Whether it is too little to say where it came from: an empty file, a line or two of few words.
  public static boolean trivial(byte[] content) {
    if (binary(content)) {
      return content.length < TRIVIAL_BYTES;
    }
    var text = new Text(content);
    var substance = 0;
    var lines = 0;
    for (int line = 0; line < text.lines(); line++) {
      substance += text.substance(line);
      lines += text.trivial(line) ? 0 : 1;
      if (substance >= (lines > 1 ? TRIVIAL_SUBSTANCE : TRIVIAL_BYTES)) {
        return false;
      }
    }
    return true;
  }

  static boolean binary(byte[] content) {
    for (int i = 0; i < Math.min(content.length, BINARY_PROBE_BYTES); i++) {
      if (content[i] == 0) {
        return true;
      }
    }
    return false;
  }
}
