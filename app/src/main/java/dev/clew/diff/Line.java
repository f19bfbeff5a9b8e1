package dev.clew.diff;

/// One line of a [Hunk].
///
/// @param text without its `\n`, a carriage return kept; bytes that are not UTF-8 show as U+FFFD,
///   so it is for reading and [LineDiff#unified] is for applying
/// @param endsFile it is the last line of its side and lacks the `\n` (`\ No newline at end of
///   file`)
public record Line(Kind kind, String text, boolean endsFile) {
  /// Which side of the difference a line stands on.
  public enum Kind {
    /// On both.
    CONTEXT(' '),
    /// Only before.
    REMOVED('-'),
    /// Only after.
    ADDED('+');

    private final char sign;

    Kind(char sign) {
      this.sign = sign;
    }

    /// What marks the line in a unified diff.
    public char sign() {
      return sign;
    }
  }
}
