package dev.clew.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a work tree differed from the commit that was checked out, as our own look at it and that
/// commit's tree tell. What is ignored does not count; what is staged and what is not are one.
///
/// @param root the workspace's folder, absolute
/// @param moment `session_start`, `session_end`, or `first_heard` where the first hook of the
///   conversation was another one
/// @param commit the commit; absent where there was none yet: then every file is untracked
/// @param modified how many of its files had another content, kind or permission to execute
/// @param deleted how many of its files were not there
/// @param untracked how many files were there that it does not have
/// @param notCompared how many files could not be compared, because their bytes are not kept
/// @param paths the first of them, `modified`, `deleted` or `untracked` and the path each
public record WorktreeStatus(
    String root,
    String moment,
    @Nullable String commit,
    long modified,
    long deleted,
    long untracked,
    long notCompared,
    List<Path> paths) {
  /// One file that differed.
  public record Path(String state, String path) {}
}
