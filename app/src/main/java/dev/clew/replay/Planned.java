package dev.clew.replay;

import dev.clew.event.FileVersion;
import org.jspecify.annotations.Nullable;

/// What a move does at one path.
///
/// @param path below the workspace's root
/// @param reason why it is kept, or what is in conflict; absent for what is simply done
/// @param before what is there; absent when nothing is
/// @param after what is to be there; absent for nothing, and for what is kept
/// @param made the bytes of `after` where a merge made them; absent where they are a version's that
///   was seen
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Planned(
    String path,
    Action action,
    @Nullable String reason,
    @Nullable FileVersion before,
    @Nullable FileVersion after,
    byte @Nullable [] made) {
  /// Whether the path changes.
  public boolean isWritten() {
    return action == Action.WRITE
        || action == Action.DELETE
        || action == Action.MODE
        || (action == Action.CONFLICT && after != null);
  }
}
