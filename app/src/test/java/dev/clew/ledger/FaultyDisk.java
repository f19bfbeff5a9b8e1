package dev.clew.ledger;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory that loses power: after a chosen number of steps every operation fails, and
/// [#restart] shows what a file system may have kept of what was not synced.
///
/// Synced bytes and names stay. Of unsynced bytes any beginning stays, or their length with zeros
/// or noise in it; of unsynced names each is old or new on its own.
final class FaultyDisk implements Disk {
  static final class PowerCut extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Inode {
    byte[] now = new byte[0];
    byte[] synced = new byte[0];
  }

  private final Map<Path, Inode> names = new HashMap<>();

  /// Per name, the inodes (or absences) it may have after a crash; the first is the synced one.
  private final Map<Path, List<Optional<Inode>>> unsyncedNames = new HashMap<>();

  private final Set<Path> deleted = new HashSet<>();
  private long stepsLeft = Long.MAX_VALUE;

  /// Lets `steps` more steps happen.
  void crashAfter(long steps) {
    stepsLeft = steps;
  }

  /// The disk after the power is back.
  void restart(RandomGenerator random) {
    stepsLeft = Long.MAX_VALUE;
    unsyncedNames.forEach(
        (path, choices) -> set(path, choices.get(random.nextInt(choices.size())).orElse(null)));
    unsyncedNames.clear();
    deleted.clear();
    for (var inode : names.values()) {
      if (!Arrays.equals(inode.now, inode.synced)) {
        inode.now = survivors(inode, random);
      }
      inode.synced = inode.now;
    }
  }

  private static byte[] survivors(Inode inode, RandomGenerator random) {
    int common = Arrays.mismatch(inode.now, inode.synced);
    if (common < inode.synced.length) {
      return random.nextBoolean() ? inode.now : inode.synced; // cut or rewritten: either
    }
    int added = inode.now.length - inode.synced.length;
    int kept = inode.synced.length + random.nextInt(added + 1);
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(inode.now, kept);
      case 1 -> Arrays.copyOf(Arrays.copyOf(inode.now, kept), inode.now.length); // zeros
      default -> {
        var noisy = inode.now.clone();
        for (int i = kept; i < noisy.length; i++) {
          noisy[i] = (byte) random.nextInt();
        }
        yield noisy;
      }
    };
  }

  private void step() throws PowerCut {
    if (stepsLeft-- <= 0) {
      stepsLeft = 0;
      throw new PowerCut();
    }
  }

  private void set(Path path, @Nullable Inode inode) {
    if (inode == null) {
      names.remove(path);
    } else {
      names.put(path, inode);
    }
  }

  private void name(Path path, @Nullable Inode inode) {
    deleted.remove(path);
    unsyncedNames
        .computeIfAbsent(path, p -> new ArrayList<>(List.of(Optional.ofNullable(names.get(p)))))
        .add(Optional.ofNullable(inode));
    set(path, inode);
  }

  private Inode existing(Path file) throws NoSuchFileException {
    var inode = names.get(file);
    if (inode == null) {
      throw new NoSuchFileException(file.toString());
    }
    return inode;
  }

  List<Path> files() {
    return names.keySet().stream().sorted().toList();
  }

  /// Changes a file behind the ledger's back.
  void tamper(Path file, byte[] bytes) {
    var inode = new Inode();
    inode.now = bytes;
    inode.synced = bytes;
    names.put(file, inode);
  }

  void remove(Path file) {
    names.remove(file);
  }

  /// Another disk with the same files.
  FaultyDisk copy() {
    var copy = new FaultyDisk();
    names.forEach((path, inode) -> copy.tamper(path, inode.now.clone()));
    return copy;
  }

  @Override
  public Optional<byte[]> read(Path file) {
    return Optional.ofNullable(names.get(file)).map(inode -> inode.now.clone());
  }

  @Override
  public List<String> list(Path folder) {
    var found = new TreeSet<String>();
    for (var path : names.keySet()) {
      if (path.startsWith(folder) && !path.equals(folder)) {
        found.add(path.getName(folder.getNameCount()).toString());
      }
    }
    return List.copyOf(found);
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    step();
  }

  @Override
  public void write(Path file, byte[] bytes) throws IOException {
    step();
    var inode = new Inode();
    name(file, inode);
    step();
    inode.now = bytes.clone();
  }

  @Override
  public void append(Path file, byte[] bytes) throws IOException {
    step();
    var inode = existing(file);
    // The bytes may reach the disk although the caller never hears of it.
    int before = inode.now.length;
    inode.now = Arrays.copyOf(inode.now, before + bytes.length);
    System.arraycopy(bytes, 0, inode.now, before, bytes.length);
    step();
  }

  @Override
  public void truncate(Path file, long sizeBytes) throws IOException {
    step();
    var inode = existing(file);
    inode.now = Arrays.copyOf(inode.now, (int) sizeBytes);
  }

  private void commitDeletions() {
    unsyncedNames.keySet().removeIf(deleted::contains);
    deleted.clear();
  }

  @Override
  public void sync(Collection<Path> files) throws IOException {
    for (var file : files) {
      step();
      commitDeletions();
      var inode = existing(file);
      inode.synced = inode.now;
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step();
    var inode = existing(from);
    name(to, inode);
    name(from, null);
  }

  @Override
  public void delete(Path path) throws IOException {
    step();
    if (names.containsKey(path)) {
      name(path, null);
      deleted.add(path);
    }
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    step();
    commitDeletions();
    unsyncedNames.keySet().removeIf(path -> folder.equals(path.getParent()));
  }
}
