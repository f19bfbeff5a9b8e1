package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A workspace in a folder of the test, with objects in memory.
final class Rig implements AutoCloseable {
  static final Limits LIMITS = new Limits(1 << 20, 100_000, 1L << 30, 10_000, 2);

  final Path home;
  final Path root;
  final Path cache;
  final Map<String, byte[]> objects = new HashMap<>();
  Limits limits = LIMITS;
  Workspace workspace;

  /// How many objects the sink was given that it did not have.
  int made;

  /// Size of those.
  long madeBytes;

  /// Makes the sink refuse objects from this number on.
  int refuseAfter = Integer.MAX_VALUE;

  Rig(Path folder) throws IOException {
    var real = folder.toRealPath();
    home = Files.createDirectories(real.resolve("home"));
    root = Files.createDirectories(real.resolve("home/work"));
    cache = real.resolve("cache");
  }

  /// With another folder as its root.
  Rig(Path folder, Path root) throws IOException {
    var real = folder.toRealPath();
    home = Files.createDirectories(real.resolve("home"));
    this.root = root;
    cache = real.resolve("cache");
  }

  Rig open() throws IOException {
    workspace = open(cache, limits);
    return this;
  }

  /// Without a watch: every look looks at everything.
  Rig openUnwatched() throws IOException {
    limits = new Limits(limits.fileBytes(), limits.files(), limits.bytes(), 0, limits.threads());
    return open();
  }

  private Workspace open(Path cache, Limits limits) throws IOException {
    var place = (RootChoice.Root) RootChoice.of(root, home, cache);
    return Workspace.open(
        place,
        cache,
        home,
        Map.of(),
        digest -> Digests.sha256(join("key", digest)),
        this::put,
        this::object,
        limits,
        InstantSource.system());
  }

  static byte[] join(String key, byte[] digest) {
    return (key + HexFormat.of().formatHex(digest))
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private void put(String sha256, String blob, byte[] bytes) throws IOException {
    if (made >= refuseAfter) {
      throw new IOException("the disk is full");
    }
    assertThat(HexFormat.of().formatHex(Digests.sha256(bytes))).isEqualTo(sha256);
    if (objects.put(sha256, bytes) == null) {
      made++;
      madeBytes += bytes.length;
    }
  }

  Optional<byte[]> object(String sha256) {
    return Optional.ofNullable(objects.get(sha256));
  }

  Look look(Path... hints) throws IOException {
    return workspace.look(List.of(hints));
  }

  /// What another instance without cache and watch says the tree is.
  String cold() throws IOException {
    var none = new Limits(limits.fileBytes(), limits.files(), limits.bytes(), 0, limits.threads());
    var elsewhere = cache.resolveSibling("cold");
    delete(elsewhere);
    try (var fresh = open(elsewhere, none)) {
      return fresh.look(List.of()).after();
    }
  }

  static void delete(Path path) {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      World.delete(path);
    }
  }

  Trees trees() {
    return new Trees(this::object);
  }

  /// The tree's paths and entries, folders aside.
  SequencedMap<String, Entry> files(String tree) throws IOException {
    var files = new TreeMap<String, Entry>();
    trees()
        .walk(
            tree,
            (path, entry) -> {
              if (entry.kind() != Kind.FOLDER) {
                files.put(path, entry);
              }
            });
    return files;
  }

  String content(String tree, String path) throws IOException {
    var entry = trees().entry(tree, path).orElseThrow();
    var bytes = new Contents(this::object).of(entry).orElseThrow();
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  Path write(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  static List<String> told(Collection<Change> changes) {
    return changes.stream()
        .map(change ->
            change.op().wire()
                + " "
                + (change.from() == null ? "" : change.from() + " -> ")
                + change.path()
                + (change.why() == null ? "" : " " + change.why()))
        .toList();
  }

  @Override
  public void close() {
    if (workspace != null) {
      workspace.close();
    }
  }
}
