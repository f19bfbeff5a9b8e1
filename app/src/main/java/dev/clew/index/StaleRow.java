package dev.clew.index;

import dev.clew.event.FileVersion;
import org.jspecify.annotations.Nullable;

/// A write that was made from a version that was no longer there, as [dev.clew.event.StaleWrite]
/// tells it.
///
/// @param seq the entry that tells it
/// @param session the id of the step's session
/// @param agent its agent
/// @param path absolute
/// @param by who had left what was found there: `agent`, `human`, `vcs` or `unknown`
/// @param bySession the id of the session of the step that had; absent when none is known
/// @param byAgent its agent
public record StaleRow(
    long seq,
    @Nullable Long at,
    String session,
    String agent,
    @Nullable Long step,
    String root,
    String path,
    String how,
    @Nullable FileVersion read,
    @Nullable Long readStep,
    long readAt,
    @Nullable FileVersion found,
    @Nullable FileVersion left,
    String by,
    @Nullable String bySession,
    @Nullable String byAgent,
    @Nullable Long byStep,
    long byAt,
    @Nullable Long lost,
    @Nullable Long restored) {

  /// Whether something that others had done is known to be gone.
  public boolean losesUpdate() {
    return (lost != null && lost > 0) || (restored != null && restored > 0);
  }
}
