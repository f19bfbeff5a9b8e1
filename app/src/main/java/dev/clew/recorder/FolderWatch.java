package dev.clew.recorder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Folders with everything below them, watched for files that may have changed.
///
/// The system tells (inotify on Linux) of every folder it can; the others, and files that are
/// links, are looked at every now and then. Nothing is lost: a folder is searched when its watch
/// begins, and again when the system says that it could not tell everything. For one thread; any
/// may close it.
final class FolderWatch implements AutoCloseable {
  /* A watch belongs to a folder whatever it is called: when a folder is renamed, the system goes on
   * telling under the old name, and registering the new name gives the old key back. So a key whose
   * folder has another name now is cancelled and made anew; what happened in between is found by
   * the search that follows.
   *
   * A root that is not there yet, or goes away, or is replaced, is noticed from its parent folders:
   * the two nearest, or the nearest that exists. */

  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_MODIFY,
    StandardWatchEventKinds.ENTRY_DELETE
  };

  private final @Nullable WatchService service;
  private final List<Root> roots;
  private final Predicate<Path> wanted;
  private final Duration interval;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<WatchKey, Path> names = new HashMap<>();
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Stamps stamps = new Stamps();
  private String unwatchedBecause = "the system tells of no changes, or of no more";
  private long scannedAt = System.nanoTime();

  /// A folder that was named, and where it really is.
  private static final class Root {
    final Path named;
    @Nullable Path real;

    /// What, when it comes or goes, says that the root may have: entries of its parents.
    Set<Path> signs = Set.of();

    /// Whether nothing tells of its coming.
    boolean blind;

    Root(Path named) {
      this.named = named;
    }
  }

  /// A watch on `roots`, not begun.
  ///
  /// @param service tells of changes; absent where the system cannot
  /// @param wanted which files matter, by their names
  /// @param interval how often folders that are not watched are looked at
  FolderWatch(
      List<Path> roots, Optional<WatchService> service, Predicate<Path> wanted, Duration interval) {
    this.service = service.orElse(null);
    this.roots = roots.stream().map(root -> new Root(root.toAbsolutePath().normalize())).toList();
    this.wanted = wanted;
    this.interval = interval;
  }

  /// Begins; from the return on, no change is missed. The files that are there now.
  Set<Path> begin() {
    var found = new LinkedHashSet<Path>();
    roots.forEach(root -> resolve(root, found));
    return found;
  }

  /// Waits until files may have changed, or for `most`; then which.
  ///
  /// @throws ClosedWatchServiceException when this is closed
  Set<Path> next(Duration most) throws InterruptedException {
    var changed = new LinkedHashSet<Path>();
    var scans = stamps.any() || roots.stream().anyMatch(root -> root.blind);
    var untilScan = interval.toNanos() - (System.nanoTime() - scannedAt);
    var wait = scans ? Math.min(most.toNanos(), Math.max(0, untilScan)) : most.toNanos();
    for (var key = await(wait); key != null; key = service == null ? null : service.poll()) {
      take(key, changed);
    }
    if (scans && System.nanoTime() - scannedAt >= interval.toNanos()) {
      scan(changed);
      scannedAt = System.nanoTime();
    }
    return changed;
  }

  /// Lets changes gather for a while.
  ///
  /// @throws ClosedWatchServiceException when this is closed
  void rest(Duration time) throws InterruptedException {
    if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new ClosedWatchServiceException();
    }
  }

  private @Nullable WatchKey await(long nanos) throws InterruptedException {
    if (service != null) {
      return service.poll(nanos, TimeUnit.NANOSECONDS);
    }
    if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
      throw new ClosedWatchServiceException();
    }
    return null;
  }

  private void take(WatchKey key, Set<Path> changed) {
    var folder = names.get(key);
    var events = key.pollEvents();
    if (folder == null) {
      return; // it was cancelled
    }
    for (var event : events) {
      if (event.context() instanceof Path name) {
        take(event.kind(), folder, folder.resolve(name), changed);
      } else {
        enter(folder, changed); // events were dropped
      }
    }
    if (!key.reset()) {
      leave(folder);
    }
  }

  private void take(WatchEvent.Kind<?> kind, Path folder, Path path, Set<Path> changed) {
    if (!kind.equals(StandardWatchEventKinds.ENTRY_MODIFY)) {
      roots.stream()
          .filter(root -> root.signs.contains(path))
          .forEach(root -> resolve(root, changed));
    }
    if (roots.stream().noneMatch(root -> root.real != null && folder.startsWith(root.real))) {
      return;
    }
    if (kind.equals(StandardWatchEventKinds.ENTRY_DELETE)) {
      leave(path);
    } else if (kind.equals(StandardWatchEventKinds.ENTRY_CREATE)
        && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      enter(path, changed);
    } else {
      found(path, changed);
    }
  }

  /// Finds out where a root is now, and watches it there, or for its coming.
  private void resolve(Root root, Set<Path> changed) {
    Set<Path> signs;
    do {
      signs = root.signs;
      watchParents(root);
    } while (!signs.equals(root.signs)); // a parent may have come before it was watched
    var before = root.real;
    root.real = real(root.named);
    if (before != null && !before.equals(root.real)) {
      leave(before);
    }
    if (root.real != null) {
      enter(root.real, changed);
    }
  }

  private void watchParents(Root root) {
    var signs = new LinkedHashSet<Path>();
    var watched = 0;
    var child = root.named;
    for (var parent = child.getParent(); parent != null && signs.size() < 2; ) {
      var there = real(parent);
      if (there != null) {
        signs.add(there.resolve(child.getFileName()));
        watched += register(there) ? 1 : 0;
      }
      child = parent;
      parent = child.getParent();
    }
    root.signs = signs;
    root.blind = watched == 0;
  }

  private static @Nullable Path real(Path folder) {
    try {
      return Files.isDirectory(folder) ? folder.toRealPath() : null;
    } catch (IOException e) {
      return null; // it has gone, or is not for us to see
    }
  }

  /// Watches a folder and those below it, and searches them.
  private void enter(Path folder, Set<Path> changed) {
    var waiting = new ArrayDeque<>(List.of(folder));
    while (!waiting.isEmpty()) {
      var next = waiting.pop();
      if (!register(next)) {
        stamps.add(next);
      }
      for (var child : children(next)) {
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          waiting.push(child);
        } else {
          found(child, changed);
        }
      }
    }
  }

  private void found(Path file, Set<Path> changed) {
    if (wanted.test(file)) {
      if (Files.isSymbolicLink(file)) {
        stamps.add(file);
      }
      stamps.note(file);
      changed.add(file);
    }
  }

  private static List<Path> children(Path folder) {
    var children = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(folder)) {
      entries.forEach(children::add);
    } catch (IOException | DirectoryIteratorException e) {
      // It went away, or is closed to us: an import says so; what was found counts.
    }
    return children;
  }

  /// Whether the system tells of changes in `folder` from now on; where there is no such folder
  /// there is nothing to tell.
  private boolean register(Path folder) {
    if (service == null) {
      return false;
    }
    try {
      var key = folder.register(service, KINDS);
      var before = names.get(key);
      if (before != null && !before.equals(folder)) {
        key.cancel();
        names.remove(key);
        keys.remove(before, key);
        key = folder.register(service, KINDS);
      }
      names.put(key, folder);
      keys.put(folder, key);
      return true;
    } catch (IOException e) {
      unwatchedBecause = String.valueOf(e.getMessage());
      return !Files.isDirectory(folder);
    }
  }

  /// Lets go of a folder and all below it.
  private void leave(Path folder) {
    stamps.remove(folder);
    if (!keys.containsKey(folder)) {
      return;
    }
    keys.entrySet()
        .removeIf(each -> {
          var below = each.getKey().startsWith(folder);
          if (below) {
            names.remove(each.getValue(), each.getKey());
            each.getValue().cancel();
          }
          return below;
        });
    roots.stream()
        .filter(root -> root.real != null && root.real.startsWith(folder))
        .forEach(root -> root.real = null);
  }

  /// Looks at what the system does not tell of.
  private void scan(Set<Path> changed) {
    roots.stream()
        .filter(root -> !Objects.equals(root.real, real(root.named)))
        .forEach(root -> resolve(root, changed));
    for (var place : stamps.places()) {
      if (Files.isSymbolicLink(place)) {
        stamps.changed(place).ifPresent(changed::add);
      } else if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        stamps.remove(place);
      } else if (register(place)) {
        stamps.remove(place);
        enter(place, changed);
      } else {
        search(place, changed);
      }
    }
  }

  private void search(Path folder, Set<Path> changed) {
    for (var child : children(folder)) {
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        if (!stamps.has(child) && !keys.containsKey(child)) {
          enter(child, changed);
        }
      } else if (wanted.test(child)) {
        stamps.changed(child).ifPresent(changed::add);
      }
    }
  }

  /// The folders that were named, and whether they are there.
  SequencedMap<Path, Boolean> states() {
    var states = new LinkedHashMap<Path, Boolean>();
    roots.forEach(root -> states.put(root.named, root.real != null));
    return states;
  }

  /// How many folders the system tells of.
  int watched() {
    return keys.size();
  }

  /// How many folders, or files that are links, are only looked at now and then.
  int scanned() {
    return stamps.places().size();
  }

  /// Why folders are not watched.
  String unwatchedBecause() {
    return unwatchedBecause;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    if (service != null) {
      service.close();
    }
  }
}
