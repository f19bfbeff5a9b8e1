package dev.clew.query;

import dev.clew.event.FileVersion;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One file on one side of a comparison.
///
/// @param path below the workspace's folder
/// @param version absent when there is no file
/// @param bytes its content
record FileState(String path, @Nullable FileVersion version, Bytes bytes) {
  /// Reads a content when somebody wants it.
  interface Bytes {
    /// The bytes; empty when they are not here.
    Optional<byte[]> read() throws IOException, SQLException;
  }

  /// No file at `path`.
  static FileState none(String path) {
    return new FileState(path, null, Optional::empty);
  }

  FileState with(FileVersion other) {
    return new FileState(path, other, bytes);
  }

  /// Whether both hold the same bytes under the same mode.
  boolean isSameAs(FileState other) {
    return same(version, other.version);
  }

  static boolean same(@Nullable FileVersion one, @Nullable FileVersion other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.mode().equals(other.mode()) && one.sha256().equals(other.sha256());
  }
}
