package dev.clew.origin;

import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import org.jspecify.annotations.Nullable;

/// A file that two looks found different.
///
/// @param path below the workspace's folder, with slashes
/// @param from where it was before, for a rename
/// @param contents its bytes, where they are known
public record SeenChange(
    String path,
    @Nullable String from,
    FileOp op,
    @Nullable FileVersion before,
    @Nullable FileVersion after,
    Contents contents) {

  /// Bytes before and after, read when they are needed.
  public interface Contents {
    /// The bytes before; absent when there was no file or they are not kept.
    byte @Nullable [] before();

    /// The bytes after, likewise.
    byte @Nullable [] after();
  }
}
