package dev.clew.index;

import java.util.List;
import java.util.Optional;

/// Which files that several have changed are asked for.
///
/// @param sessions only files that these changed; all where it is empty
/// @param since only files that were changed from then on
/// @param below only this file, or files in this folder
/// @param kind only files that were written from a version that was no longer there
public record OverlapFilter(
    List<Long> sessions, Optional<Long> since, Optional<String> below, Optional<Kind> kind) {

  /// What happened to a file.
  public enum Kind {
    /// It was written from a version that was no longer there.
    STALE,
    /// The same, and nothing of what others had done is known to be gone.
    STALE_READ,
    /// The same, and something is.
    LOST_UPDATE
  }
}
