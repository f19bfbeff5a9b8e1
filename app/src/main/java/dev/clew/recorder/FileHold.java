package dev.clew.recorder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A file that one part of one process holds; the system frees it when the process ends, however it
/// ends.
///
/// A process loses a POSIX lock as soon as it closes the file anywhere (`fcntl_locking(2)`). So
/// what this process holds is known without opening the file: its system properties are what all
/// parts of it have in common.
final class FileHold implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final String HELD = "dev.clew.held ";

  private final String name;
  private final FileChannel channel;

  private FileHold(String name, FileChannel channel) {
    this.name = name;
    this.channel = channel;
  }

  /// Takes `file`, which is made if it is not there; empty when another process, or another part of
  /// this one, holds it.
  ///
  /// @throws IOException also when the folder that it is in is not there
  static Optional<FileHold> tryTake(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    var name = HELD + (folder == null ? file : folder.toRealPath().resolve(file.getFileName()));
    if (System.getProperties().putIfAbsent(name, "") != null) {
      return Optional.empty();
    }
    var hold = Optional.<FileHold>empty();
    try {
      hold = locked(name, file);
      return hold;
    } finally {
      if (hold.isEmpty()) {
        System.clearProperty(name);
      }
    }
  }

  private static Optional<FileHold> locked(String name, Path file) throws IOException {
    var channel =
        FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNERS);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new FileHold(name, channel));
      }
    } catch (IOException | OverlappingFileLockException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      System.clearProperty(name);
    }
  }
}
