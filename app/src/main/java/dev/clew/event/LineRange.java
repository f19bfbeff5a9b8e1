package dev.clew.event;

/// Lines of a file that follow each other.
///
/// @param from the first, from 1
/// @param to the last, not before `from`
public record LineRange(int from, int to) {
  /// Checks the bounds.
  public LineRange {
    if (from < 1 || to < from) {
      throw new IllegalArgumentException("lines %d to %d".formatted(from, to));
    }
  }

  /// How many lines.
  public int count() {
    return to - from + 1;
  }

  /// As notes write it: `4` or `4-9`.
  @Override
  public String toString() {
    return from == to ? Integer.toString(from) : from + "-" + to;
  }
}
