package dev.clew.workspace.restore;

import dev.clew.event.FileVersion;
import dev.clew.workspace.PathText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Writes a state of a workspace into a folder of its own.
///
/// The folder is held by its descriptor, and what is below it is reached one name at a time; links
/// are not followed, and a name that is taken stays what it is. Paths are kept here as texts of
/// which each letter is one byte.
public final class Checkout implements AutoCloseable {
  private static final int PLAIN = 0666;
  private static final int EXECUTABLE = 0777;
  private static final int AT_ONCE = 64;

  private final Path folder;
  private final boolean isOurs;
  private final int root;
  private final int threads;
  private final Set<String> files = new ConcurrentSkipListSet<>();
  private final TreeSet<String> folders = new TreeSet<>();

  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean stopped;

  private Checkout(Path folder, boolean isOurs, int root, int threads) {
    this.folder = folder;
    this.isOurs = isOurs;
    this.root = root;
    this.threads = threads;
  }

  /// Where contents come from; for one thread.
  public interface Source extends AutoCloseable {
    /// The bytes of a file, or what a link holds; empty when they are gone.
    Optional<byte[]> read(FileVersion version) throws IOException;

    @Override
    void close() throws IOException;
  }

  /// Opens a source for a thread.
  @FunctionalInterface
  public interface Opener {
    /// A source of its own.
    Source open() throws IOException;
  }

  private record Work(String path, String bytes, FileVersion version) {}

  /// Begins in `folder`, which is made if it is not there, with the folders above it.
  ///
  /// @param threads how many write at once
  /// @throws FileAlreadyExistsException when something is in it, or it is no folder
  public static Checkout into(Path folder, int threads) throws IOException {
    var isOurs = !Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    if (isOurs) {
      Files.createDirectories(folder);
    } else if (!Files.isDirectory(folder)) {
      throw new FileAlreadyExistsException(folder + " is there already, and is no folder");
    }
    var real = folder.toRealPath();
    try (var inside = Files.list(real)) {
      if (inside.findAny().isPresent()) {
        throw new FileAlreadyExistsException(folder + " is there already, and is not empty");
      }
    }
    return new Checkout(real, isOurs, Posix.folder(PathText.bytesOf(real)), threads);
  }

  /// The folder, as the system has it.
  public Path folder() {
    return folder;
  }

  /// Makes folders, and writes files and links.
  ///
  /// @return the paths that are not there now, each with the reason, in order
  /// @throws IOException when the disk is full or fails: [#discard] removes what was written
  public synchronized List<Outcome> write(
      Collection<String> wantedFolders, Map<String, FileVersion> wanted, Opener sources)
      throws IOException, InterruptedException {
    var left = new ConcurrentLinkedQueue<Outcome>();
    var needed = new TreeSet<String>();
    for (var path : wantedFolders) {
      var bytes = letters(path);
      if (isAllowed(path, left)) {
        above(bytes, needed);
        needed.add(bytes);
      }
    }
    var byFolder = new TreeMap<String, List<Work>>();
    for (var each : wanted.entrySet()) {
      var version = each.getValue();
      if (version.notKept() != null) {
        left.add(new Outcome(each.getKey(), "its bytes are not kept: " + version.notKept()));
      } else if (isAllowed(each.getKey(), left)) {
        var bytes = letters(each.getKey());
        above(bytes, needed);
        byFolder
            .computeIfAbsent(parent(bytes), _ -> new ArrayList<>())
            .add(new Work(each.getKey(), bytes, version));
      }
    }
    for (var each : needed) {
      make(each, left);
    }
    run(parts(byFolder), sources, left);
    return left.stream().sorted(Comparator.comparing(Outcome::path)).toList();
  }

  private static boolean isAllowed(String path, Collection<Outcome> left) {
    var refusal = Names.refusal(PathText.bytes(path));
    refusal.ifPresent(why -> left.add(new Outcome(path, why)));
    return refusal.isEmpty();
  }

  static String letters(String path) {
    return new String(PathText.bytes(path), StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String letters) {
    return letters.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static byte[] name(String path) {
    return bytes(path.substring(path.lastIndexOf('/') + 1));
  }

  private static void above(String path, Set<String> folders) {
    var at = path.lastIndexOf('/');
    while (at > 0 && folders.add(path.substring(0, at))) {
      at = path.lastIndexOf('/', at - 1);
    }
  }

  private void make(String path, Collection<Outcome> left) throws IOException {
    try (var spot = Spot.find(root, bytes(path), false)) {
      Posix.makeFolder(spot.folder(), spot.name(), EXECUTABLE);
      folders.add(path);
    } catch (PosixException e) {
      if (e.number() != PosixException.EXISTS) {
        left.add(failed(PathText.of(bytes(path)), e));
      }
    }
  }

  /// What may be told of one path; all else ends the checkout.
  private Outcome failed(String path, PosixException e) throws PosixException {
    if (e.isOfDisk()) {
      throw e;
    }
    failures.incrementAndGet();
    return new Outcome(path, String.valueOf(e.getMessage()));
  }

  /// Files of one folder each, few enough that threads end together.
  private static Queue<List<Work>> parts(Map<String, List<Work>> byFolder) {
    var parts = new ConcurrentLinkedQueue<List<Work>>();
    for (var files : byFolder.values()) {
      for (var from = 0; from < files.size(); from += AT_ONCE) {
        parts.add(files.subList(from, Math.min(files.size(), from + AT_ONCE)));
      }
    }
    return parts;
  }

  private void run(Queue<List<Work>> parts, Opener sources, Collection<Outcome> left)
      throws IOException, InterruptedException {
    var workers = Math.clamp(parts.size(), 1, threads);
    try (var pool = Executors.newFixedThreadPool(workers)) {
      var running = new ArrayList<Future<?>>();
      for (var i = 0; i < workers; i++) {
        running.add(
            pool.submit(() -> {
              work(parts, sources, left);
              return null;
            }));
      }
      for (var each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private void work(Queue<List<Work>> parts, Opener sources, Collection<Outcome> left)
      throws IOException {
    try (var source = sources.open()) {
      for (var part = parts.poll(); part != null; part = parts.poll()) {
        part(part, source, left);
      }
    } catch (IOException | RuntimeException e) {
      parts.clear();
      throw e;
    }
  }

  private void part(List<Work> part, Source source, Collection<Outcome> left) throws IOException {
    try (var spot = Spot.find(root, bytes(part.getFirst().bytes), false)) {
      for (var work : part) {
        if (stopped) {
          throw new InterruptedIOException("the checkout was broken off");
        }
        var content = source.read(work.version);
        if (content.isEmpty()) {
          left.add(new Outcome(work.path, "its bytes are no longer in the store"));
          continue;
        }
        try {
          write(spot.folder(), work, content.get());
        } catch (PosixException e) {
          left.add(failed(work.path, e));
        }
      }
    } catch (PosixException e) {
      for (var work : part) {
        left.add(failed(work.path, e));
      }
    }
  }

  private void write(int parent, Work work, byte[] content) throws IOException {
    var name = name(work.bytes);
    switch (work.version.mode()) {
      case "120000" -> {
        Posix.link(parent, name, content);
        files.add(work.bytes);
      }
      case "100644", "100755" -> {
        var executable = work.version.mode().equals("100755");
        var file = Posix.create(parent, name, executable ? EXECUTABLE : PLAIN);
        files.add(work.bytes);
        try {
          Posix.write(file, content);
        } finally {
          Posix.close(file);
        }
      }
      default -> throw new IllegalArgumentException("a file of mode " + work.version.mode());
    }
  }

  /// Removes folders that were made here and in which nothing is left.
  synchronized void removeEmptyFolders() throws IOException {
    for (var each : folders.descendingSet().toArray(String[]::new)) {
      if (remove(each, Posix::removeFolder)) {
        folders.remove(each);
      }
    }
  }

  /// How often the system refused a path.
  int failures() {
    return failures.get();
  }

  /// What was written, each letter a byte.
  Set<String> files() {
    return files;
  }

  /// The folder, held open.
  int root() {
    return root;
  }

  /// How many files and links were written.
  public int written() {
    return files.size();
  }

  /// Removes what was written, and nothing else. What is being written ends before.
  public void discard() throws IOException {
    stopped = true;
    removeWritten();
  }

  private synchronized void removeWritten() throws IOException {
    for (var each : files) {
      remove(each, Posix::remove);
    }
    for (var each : folders.descendingSet()) {
      remove(each, Posix::removeFolder);
    }
    files.clear();
    folders.clear();
    if (isOurs) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        return; // somebody put something into it
      }
    }
  }

  private interface Removal {
    void of(int folder, byte[] name) throws IOException;
  }

  private boolean remove(String path, Removal removal) throws IOException {
    try (var spot = Spot.find(root, bytes(path), false)) {
      removal.of(spot.folder(), spot.name());
      return true;
    } catch (PosixException e) {
      if (e.isOfDisk()) {
        throw e;
      }
      return e.number() == PosixException.NO_ENTRY; // else something is in the folder
    }
  }

  @Override
  public void close() {
    Posix.close(root);
  }
}
