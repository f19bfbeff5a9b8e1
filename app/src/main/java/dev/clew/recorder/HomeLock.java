package dev.clew.recorder;

import java.io.IOException;
import java.util.Optional;

/// Held by the one process that writes a store; the system frees it when the process ends, however
/// it ends.
public final class HomeLock implements AutoCloseable {
  private final FileHold hold;

  private HomeLock(FileHold hold) {
    this.hold = hold;
  }

  /// Takes the lock; empty when another process, or another part of this one, holds it.
  public static Optional<HomeLock> tryTake(Home home) throws IOException {
    return FileHold.tryTake(home.lock()).map(HomeLock::new);
  }

  @Override
  public void close() throws IOException {
    hold.close();
  }
}
