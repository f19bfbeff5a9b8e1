package dev.clew.recorder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Held by the one process that writes a store; the system frees it when the process ends, however
/// it ends.
public final class HomeLock implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final FileChannel channel;
  private final FileLock lock;

  private HomeLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /// Takes the lock; empty when another process, or another part of this one, holds it.
  public static Optional<HomeLock> tryTake(Home home) throws IOException {
    var channel =
        FileChannel.open(
            home.lock(), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNERS);
    try {
      var lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new HomeLock(channel, lock));
      }
    } catch (OverlappingFileLockException e) {
      // Somebody in this process has it: the same answer as for another process.
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      lock.release();
      channel.close();
    }
  }
}
