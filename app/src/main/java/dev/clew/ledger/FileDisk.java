package dev.clew.ledger;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The real file system, with fsync.
///
/// A written file stays open until it is synced: the system reports a failed write-back only to
/// descriptors that were open when it happened. Not thread-safe.
public final class FileDisk implements Disk {
  private final Map<Path, FileChannel> unsynced = new HashMap<>();

  /// A disk with nothing open.
  public FileDisk() {}

  @Override
  public Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    try (var paths = Files.newDirectoryStream(folder)) {
      var names = new ArrayList<String>();
      paths.forEach(path -> names.add(path.getFileName().toString()));
      names.sort(null);
      return names;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    var parent = folder.getParent();
    if (parent != null) {
      makeFolder(parent);
    }
    Files.createDirectory(folder);
    if (parent != null) {
      syncFolder(parent);
    }
  }

  @Override
  public void write(Path file, byte[] bytes) throws IOException {
    writeAll(open(file, CREATE, WRITE, TRUNCATE_EXISTING), bytes);
  }

  @Override
  public void append(Path file, byte[] bytes) throws IOException {
    writeAll(open(file, WRITE, APPEND), bytes);
  }

  @Override
  public void truncate(Path file, long sizeBytes) throws IOException {
    var _ = open(file, WRITE).truncate(sizeBytes);
  }

  private FileChannel open(Path file, OpenOption... options) throws IOException {
    var channel = FileChannel.open(file, options);
    var earlier = unsynced.put(file, channel);
    if (earlier != null) {
      try (earlier) {
        earlier.force(true);
      }
    }
    return channel;
  }

  private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      var _ = channel.write(buffer);
    }
  }

  @Override
  public void sync(Collection<Path> files) throws IOException {
    if (files.size() == 1) {
      force(files.iterator().next());
      return;
    }
    // Many files at once: a journaling file system commits parallel syncs together.
    var channels = new ArrayList<FileChannel>();
    for (var file : files) {
      var channel = unsynced.remove(file);
      channels.add(channel != null ? channel : FileChannel.open(file, WRITE));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var forced = new ArrayList<Future<?>>();
      for (var channel : channels) {
        forced.add(
            threads.submit(() -> {
              try (channel) {
                channel.force(true);
              }
              return null;
            }));
      }
      for (var one : forced) {
        await(one);
      }
    }
  }

  private static void await(Future<?> forced) throws IOException {
    try {
      forced.get();
    } catch (ExecutionException e) {
      throw new IOException("a sync failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a sync", e);
    }
  }

  private void force(Path file) throws IOException {
    var channel = unsynced.remove(file);
    try (var open = channel != null ? channel : FileChannel.open(file, WRITE)) {
      open.force(true);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }
}
