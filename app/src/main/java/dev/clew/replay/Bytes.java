package dev.clew.replay;

import dev.clew.event.FileVersion;
import java.io.IOException;
import java.util.Optional;

/// Gives the bytes of versions.
@FunctionalInterface
public interface Bytes {
  /// The bytes of a version; empty when they are gone.
  Optional<byte[]> of(FileVersion version) throws IOException;
}
