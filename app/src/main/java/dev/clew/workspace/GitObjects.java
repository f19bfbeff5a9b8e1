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

  /// The object with this whole id; empty when it is not here, as in a partial clone.
  ///
  /// @throws IOException when it cannot be read
  default Optional<Found> object(String id) throws IOException {
    return find(id);
  }

  /// How many bytes the object with this whole id has; -1 when it is not here.
  default long size(String id) throws IOException {
    return object(id).map(found -> (long) found.bytes().length).orElse(-1L);
  }

  @Override
  void close() throws IOException;
}
