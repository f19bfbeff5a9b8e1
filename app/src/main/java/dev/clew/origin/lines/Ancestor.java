package dev.clew.origin.lines;

import dev.clew.index.Runs;

/// A content that is known, and whose lines it has.
///
/// The array is not copied and must not change.
///
/// @param rank how far away it is: what a nearer one has is not asked of the others; those of one
///   rank must agree
public record Ancestor(byte[] content, Runs runs, int rank) {
  public Ancestor {
    if (runs.lines() != Content.lines(content)) {
      throw new IllegalArgumentException(
          "runs of %d lines, a content of %d".formatted(runs.lines(), Content.lines(content)));
    }
  }

  /// The one that comes first.
  public Ancestor(byte[] content, Runs runs) {
    this(content, runs, 0);
  }
}
