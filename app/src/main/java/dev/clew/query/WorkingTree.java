package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.recorder.Keys;
import dev.clew.workspace.Contents;
import dev.clew.workspace.Entry;
import dev.clew.workspace.Kind;
import dev.clew.workspace.Limits;
import dev.clew.workspace.ObjectSource;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A working tree as it is on disk now, looked at once; nothing of it is kept.
///
/// @param tree its name
/// @param objects the store's objects, and the trees that were made for it
record WorkingTree(Path folder, String tree, ObjectSource objects) {
  private static final String STAT = "stat";

  /// Looks at everything in the work tree.
  static WorkingTree of(RootChoice.Root root, Sources sources) throws IOException {
    var cache = Files.createTempDirectory("clew-diff-");
    Map<String, byte[]> trees = new ConcurrentHashMap<>();
    var store = new StoredObjects(sources);
    var hash = Keys.open(sources.home()).hash();
    lend(
        sources
            .home()
            .folder()
            .resolve("workspaces")
            .resolve(hash.hex("workspace", root.folder().toString(), 16)),
        cache);
    try (var workspace =
        Workspace.open(
            root,
            cache,
            sources.userHome(),
            Map.of(),
            digest -> HexFormat.of().parseHex(hash.hex("content", digest, 64)),
            // What is on disk can be read there again; what says how it hangs together cannot.
            (sha256, blob, bytes) -> {
              if (blob == null && isOurs(bytes)) {
                trees.put(sha256, bytes);
              }
            },
            store,
            withoutWatching(Limits.standard()),
            sources.clock())) {
      var look = workspace.look(List.of());
      return new WorkingTree(
          root.folder(),
          look.after(),
          sha256 -> {
            var made = trees.get(sha256);
            return made == null ? store.read(sha256) : Optional.of(made);
          });
    } finally {
      delete(cache);
    }
  }

  /// What the recorder knows of files spares reading them again; it is only a help.
  private static void lend(Path recorders, Path cache) throws IOException {
    var known = recorders.resolve(STAT);
    if (Files.isRegularFile(known)) {
      Files.copy(known, cache.resolve(STAT));
    }
  }

  private static boolean isOurs(byte[] bytes) {
    return bytes.length > 3 && bytes[0] == 'c' && bytes[1] == 'l';
  }

  private static Limits withoutWatching(Limits limits) {
    return new Limits(limits.fileBytes(), limits.files(), limits.bytes(), 0, limits.threads());
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  /// What is at a path now, if it is what a version says.
  Optional<byte[]> onDisk(String path, FileVersion version) throws IOException {
    var file = folder.resolve(path);
    Optional<byte[]> bytes =
        Files.isSymbolicLink(file)
            ? Optional.of(Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8))
            : Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Files.readAllBytes(file))
                : Optional.empty();
    return bytes.filter(content -> Patches.sha256(content).equals(version.sha256()));
  }

  /// What a file holds: as the store has it, else as it is on disk now.
  Optional<byte[]> read(String path, Entry entry) throws IOException {
    var stored = new Contents(objects).of(entry);
    if (stored.isPresent()) {
      return stored;
    }
    var file = folder.resolve(path);
    if (entry.kind() == Kind.LINK) {
      return Files.isSymbolicLink(file)
          ? Optional.of(Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8))
          : Optional.empty();
    }
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(Files.readAllBytes(file))
        : Optional.empty();
  }
}
