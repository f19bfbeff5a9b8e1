package dev.clew.workspace;

import java.io.IOException;
import java.util.Optional;

/// Gives back what an [ObjectSink] took.
public interface ObjectSource {
  /// The bytes of an object; empty when there is none.
  Optional<byte[]> read(String sha256) throws IOException;
}
