package dev.clew.origin.lines;

import dev.clew.index.Runs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The causes of a content's lines as they become known: at first all are the change's own.
final class Keeping {
  private final Causes causes;
  private final long cause;
  private final long[] lines;
  private final Map<Long, Long> noted = new HashMap<>();

  Keeping(int lines, long cause, Causes causes) {
    this.causes = causes;
    this.cause = cause;
    this.lines = new long[lines];
    Arrays.fill(this.lines, cause);
  }

  /// A line was there before.
  ///
  /// @param exact whether it is the same byte for byte, else blanks differ
  void keep(int line, long base, boolean exact) {
    lines[line] =
        exact || base == cause
            ? base
            : noted.computeIfAbsent(base, b -> causes.noted(b, Inherit.WHITESPACE, cause));
  }

  Runs runs() {
    return Runs.ofLines(lines);
  }
}
