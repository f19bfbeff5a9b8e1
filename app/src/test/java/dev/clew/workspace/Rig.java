package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
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
  final Map<String, byte[]> objects =
      new HashMap<>(); // under this, as contents come from several threads
  Limits limits = LIMITS;
  Workspace workspace;

  /// How many objects the sink was given that it did not have.
  int made;

  /// Size of those.
  long madeBytes;

  /// Runs whenever the sink is given an object.
  Runnable onPut = () -> {};

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

  /// Ends, and begins anew with what was saved.
  void reopen() throws IOException {
    close();
    open();
  }

  /// Without a watch: every look looks at everything.
  Rig openUnwatched() throws IOException {
    workspace = open(cache, unwatched());
    return this;
  }

  private Limits unwatched() {
    return new Limits(limits.fileBytes(), limits.files(), limits.bytes(), 0, limits.threads());
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
    return (key + HexFormat.of().formatHex(digest)).getBytes(StandardCharsets.UTF_8);
  }

  private synchronized void put(String sha256, String blob, byte[] bytes) throws IOException {
    onPut.run();
    if (made >= refuseAfter) {
      throw new IOException("the disk is full");
    }
    assertThat(HexFormat.of().formatHex(Digests.sha256(bytes))).isEqualTo(sha256);
    if (objects.put(sha256, bytes) == null) {
      made++;
      madeBytes += bytes.length;
    }
  }

  synchronized Optional<byte[]> object(String sha256) {
    return Optional.ofNullable(objects.get(sha256));
  }

  Look look(Path... hints) throws IOException {
    return workspace.look(List.of(hints));
  }

  /// What another instance without cache and watch says the tree is.
  String cold() throws IOException {
    var elsewhere = cache.resolveSibling("cold");
    delete(elsewhere);
    try (var fresh = open(elsewhere, unwatched())) {
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
    return new String(bytes, StandardCharsets.UTF_8);
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

  /// Runs a command in the root, with no settings of the user's; what it printed.
  String run(String... command) throws IOException {
    return run(root, command);
  }

  String run(Path folder, String... command) throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.putAll(
        Map.of(
            "HOME", home.toString(),
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "A",
            "GIT_AUTHOR_EMAIL", "a@example.invalid",
            "GIT_COMMITTER_NAME", "A",
            "GIT_COMMITTER_EMAIL", "a@example.invalid"));
    environment.remove("XDG_CONFIG_HOME");
    var process = builder.start();
    try {
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s: %s", List.of(command), out).isZero();
      return out;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs git in the root.
  String git(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("git", "-c", "init.defaultBranch=main"));
    command.addAll(List.of(arguments));
    return run(root, command.toArray(String[]::new));
  }

  @Override
  public void close() {
    if (workspace != null) {
      workspace.close();
    }
  }
}
