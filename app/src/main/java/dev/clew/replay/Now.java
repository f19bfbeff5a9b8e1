package dev.clew.replay;

import dev.clew.event.FileVersion;
import java.util.Optional;

/// What a working tree has.
@FunctionalInterface
public interface Now {
  /// What is at a path; empty when nothing is.
  Optional<FileVersion> at(String path);
}
