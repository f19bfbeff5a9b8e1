package dev.clew.workspace;

import java.io.IOException;
import java.util.Optional;

/// Reads a repository's objects.
interface GitObjects extends AutoCloseable {
  /// An object.
  ///
  /// @param id in hex
  /// @param type `commit`, `tree`, `blob` or `tag`
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(String id, String type, byte[] bytes) {}

  /// The object that `name` means: an id, a ref, or what Git's revisions can express.
  Optional<Found> find(String name) throws IOException;

  @Override
  void close() throws IOException;
}
