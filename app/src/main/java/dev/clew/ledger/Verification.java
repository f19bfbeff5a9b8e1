package dev.clew.ledger;

import java.util.OptionalLong;

/// The answer of [LedgerVerifier]: the ledger is whole, or this is the first thing that is not.
public sealed interface Verification {
  /// Every entry, tile and checkpoint agrees.
  ///
  /// `entries` and `root` describe the whole ledger; the first `signedEntries` are covered by the
  /// newest checkpoint, the first `anchoredEntries` by the checkpoint kept elsewhere (0 without
  /// one): only up to there does this answer hold against someone who has the log key.
  /// `checkpoints` is the number of signed heads checked. `tornBytes` is what an interrupted write
  /// left at the end of a file; the next writer cuts it.
  record Intact(
      long entries,
      Hash root,
      long signedEntries,
      long anchoredEntries,
      int checkpoints,
      long tornBytes)
      implements Verification {}

  /// The first damage found.
  ///
  /// `entry` is the first entry that is or may be bad, where one can be named; `file` is relative
  /// to the ledger's folder; `place` is within it.
  record Broken(OptionalLong entry, String file, String place, String expected, String found)
      implements Verification {
    /// One line: file, place, expected, found.
    public String message() {
      return "%s: %s: expected %s, found %s".formatted(file, place, expected, found);
    }
  }
}
