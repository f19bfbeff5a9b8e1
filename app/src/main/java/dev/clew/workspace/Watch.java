package dev.clew.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells which names in the workspace's folders something happened to.
///
/// The system queues what happens in order, so a file of our own in the cache folder, touched and
/// waited for, proves that everything before has been told. Registering is safe for several
/// threads, everything else is for one.
final class Watch implements Watching, AutoCloseable {
  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_MODIFY,
    StandardWatchEventKinds.ENTRY_DELETE
  };
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WatchService service;
  private final Path mark;
  private final WatchKey markKey;
  private final int most;
  private final Map<WatchKey, Folder> folders = new HashMap<>();
  private Told told = new Told();
  private long touches;
  private String broken = "";

  /// What was told, not looked at yet.
  static final class Told {
    /// By folder the names, and whether each may stand for something else than before.
    final Map<Folder, Map<byte[], Boolean>> names = new HashMap<>();

    /// Whether anything may have changed.
    boolean everything;

    void add(Folder folder, byte[] name, boolean fresh) {
      names
          .computeIfAbsent(folder, f -> new TreeMap<>(Arrays::compareUnsigned))
          .merge(name, fresh, Boolean::logicalOr);
    }

    /// Whether something was told of `path` (with slashes, as bytes) or of a folder around it.
    boolean of(Folder root, byte[] path) {
      var folder = root;
      var from = 0;
      for (int at = 0; at <= path.length && folder != null; at++) {
        if (at == path.length || path[at] == '/') {
          var name = Arrays.copyOfRange(path, from, at);
          if (names.getOrDefault(folder, Map.of()).containsKey(name)) {
            return true;
          }
          folder = folder.children.get(name) instanceof Folder next ? next : null;
          from = at + 1;
        }
      }
      return everything;
    }
  }

  private Watch(WatchService service, Path cache, int most) throws IOException {
    this.service = service;
    this.mark =
        Files.createDirectories(cache.resolve("watch"), Workspace.OWNER_ONLY).resolve("mark");
    this.most = most;
    Files.write(mark, new byte[0]);
    this.markKey = mark.resolveSibling(".").normalize().register(service, KINDS);
  }

  /// A watch; empty where the system cannot tell of changes at once.
  static Optional<Watch> start(Path cache, int most) throws IOException {
    if (!System.getProperty("os.name", "").equals("Linux") || most <= 0) {
      return Optional.empty();
    }
    return Optional.of(new Watch(FileSystems.getDefault().newWatchService(), cache, most));
  }

  /// Why it does not tell any more; empty while it does.
  synchronized String broken() {
    return broken;
  }

  @Override
  public synchronized void add(Folder folder) {
    if (!broken.isEmpty() || holds(folder)) {
      return;
    }
    if (folders.size() >= most) {
      stop("more folders than may be watched (" + most + ")");
      return;
    }
    try {
      var key = folder.path.register(service, KINDS);
      if (folders.containsKey(key) && folders.get(key) != folder) {
        folders.remove(key); // the folder had another name
        key.cancel();
        key = folder.path.register(service, KINDS);
      }
      folder.key = key;
      folders.put(key, folder);
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
      folder.key = null; // listing it will say so
    } catch (IOException e) {
      stop(String.valueOf(e.getMessage()));
    } catch (ClosedWatchServiceException e) {
      stop("the watch was closed");
    }
  }

  /// Gives all watches back: half a watch is none.
  private void stop(String why) {
    broken = why;
    folders.clear();
    try {
      service.close();
    } catch (IOException e) {
      broken = why + "; " + e.getMessage();
    }
  }

  @Override
  public synchronized boolean holds(Folder folder) {
    var key = folder.key;
    return key != null && key.isValid() && folders.get(key) == folder;
  }

  @Override
  public synchronized void remove(Folder folder) {
    var key = folder.key;
    if (key != null && folders.remove(key, folder)) {
      key.cancel();
    }
    folder.key = null;
  }

  /// Everything that was told until now. Empty when the system did not answer in time.
  Optional<Told> flush() {
    if (!broken().isEmpty()) {
      return Optional.empty();
    }
    try {
      var next = mark.resolveSibling("mark" + touches % 2);
      touches++;
      Files.write(next, new byte[0]);
      Files.setLastModifiedTime(next, FileTime.fromMillis(touches));
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      var marked = false;
      while (true) {
        var wait = marked ? 0 : deadline - System.nanoTime();
        var key = wait > 0 ? service.poll(wait, TimeUnit.NANOSECONDS) : service.poll();
        if (key == null) {
          return marked ? Optional.of(taken()) : Optional.empty();
        }
        marked |= take(key, next.getFileName());
      }
    } catch (IOException | ClosedWatchServiceException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Told taken() {
    var all = told;
    told = new Told();
    return all;
  }

  /// Puts back what was not looked at.
  void again(Told more) {
    more.names.forEach(
        (folder, names) -> names.forEach((name, fresh) -> told.add(folder, name, fresh)));
    told.everything |= more.everything;
  }

  /// Waits until something may have changed; whether it did, or `most` passed.
  boolean await(Duration most) throws InterruptedException {
    if (!told.names.isEmpty() || told.everything) {
      return true;
    }
    var key = service.poll(most.toNanos(), TimeUnit.NANOSECONDS);
    if (key == null) {
      return false;
    }
    take(key, mark.getFileName());
    return !told.names.isEmpty() || told.everything;
  }

  /// Whether `awaited` was among it.
  private synchronized boolean take(WatchKey key, @Nullable Path awaited) {
    var found = false;
    var folder = folders.get(key);
    for (var event : key.pollEvents()) {
      if (event.context() instanceof Path name) {
        if (key.equals(markKey)) {
          found |= name.equals(awaited);
        } else if (folder != null) {
          var fresh = !event.kind().equals(StandardWatchEventKinds.ENTRY_MODIFY);
          told.add(folder, DiskNames.name(folder.path.resolve(name)), fresh);
        }
      } else {
        told.everything = true; // more happened than the system kept
        found |= key.equals(markKey);
      }
    }
    if (!key.reset() && folder != null) {
      folders.remove(key);
    }
    return found;
  }

  @Override
  public synchronized void close() {
    if (broken.isEmpty()) {
      stop("closed");
    }
  }
}
