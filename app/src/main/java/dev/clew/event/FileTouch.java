package dev.clew.event;

import org.jspecify.annotations.Nullable;

/// What one step did to one file, as the source tells it.
///
/// @param path the path as the agent wrote it
/// @param added lines added
/// @param removed lines removed
/// @param edit what explains the bytes; absent for a read, or where the source does not say
/// @param sight what the step saw of the content; absent where the source does not say
public record FileTouch(
    String path,
    FileOp op,
    int added,
    int removed,
    @Nullable FileEdit edit,
    @Nullable FileSight sight) {
  /// A touch that tells nothing seen of the content.
  public FileTouch(String path, FileOp op, int added, int removed, @Nullable FileEdit edit) {
    this(path, op, added, removed, edit, null);
  }
}
