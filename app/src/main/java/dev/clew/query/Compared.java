package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.workspace.Change;
import dev.clew.workspace.Contents;
import dev.clew.workspace.Entry;
import dev.clew.workspace.GitCommits;
import dev.clew.workspace.GitFile;
import dev.clew.workspace.Kind;
import dev.clew.workspace.ObjectSource;
import dev.clew.workspace.Trees;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Two moments compared, file by file.
///
/// Two snapshots are compared by their trees. A commit is compared by Git's ids, which snapshots
/// know too, so only files that differ are read.
final class Compared {
  private static final String REPOSITORY = "160000";

  private final Patches patches;
  private final Paths paths;
  private final List<String> notes = new ArrayList<>();

  Compared(Patches patches, Paths paths) {
    this.patches = patches;
    this.paths = paths;
  }

  /// What a reader should know of the comparison.
  List<String> notes() {
    return List.copyOf(notes);
  }

  /// Two trees.
  ///
  /// @param bytes reads what a file of the newer tree holds
  List<FileDiff> trees(String root, String before, String after, ObjectSource objects, Reader bytes)
      throws IOException, SQLException {
    var contents = new Contents(objects);
    var diffs = new ArrayList<FileDiff>();
    for (var change : new Trees(objects).diff(before, after)) {
      if (holds(change)) {
        var from = change.from() == null ? change.path() : change.from();
        diffs.add(
            patches.of(
                root,
                state(from, change.before(), contents::of),
                state(change.path(), change.after(), entry -> bytes.read(change.path(), entry)),
                null,
                null));
      }
    }
    return diffs;
  }

  /// Reads a file.
  interface Reader {
    Optional<byte[]> read(String path, Entry entry) throws IOException;
  }

  private interface Opener {
    Optional<byte[]> open(Entry entry) throws IOException;
  }

  private boolean holds(Change change) {
    return paths.holds(change.path()) || (change.from() != null && paths.holds(change.from()));
  }

  private static FileState state(String path, @Nullable Entry entry, Opener contents) {
    return entry == null
        ? FileState.none(path)
        : new FileState(path, entry.version(), () -> contents.open(entry));
  }

  /// A file on one side of a comparison by Git's ids.
  ///
  /// @param blob Git's id; absent where the bytes are not kept
  record Item(String mode, @Nullable String blob, long size, FileState state) {}

  /// Two moments of which one at least is a commit.
  List<FileDiff> items(String root, Map<String, Item> before, Map<String, Item> after)
      throws IOException, SQLException {
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    var gone = new HashMap<String, String>();
    var changed = new ArrayList<String>();
    var unknown = 0;
    for (var name : names) {
      var one = before.get(name);
      var other = after.get(name);
      if (one != null && other != null && (one.blob == null || other.blob == null)) {
        unknown++;
      } else if (!same(one, other)) {
        changed.add(name);
        if (one != null && other == null && one.blob != null) {
          gone.put(one.blob, name);
        }
      }
    }
    if (unknown > 0) {
      notes.add("%d files whose bytes are not kept could not be compared".formatted(unknown));
    }
    var renamed = new HashMap<String, String>();
    for (var name : changed) {
      var other = after.get(name);
      if (before.get(name) == null && other != null && other.blob != null && other.size != 0) {
        var from = gone.remove(other.blob);
        if (from != null) {
          renamed.put(name, from);
        }
      }
    }
    var diffs = new ArrayList<FileDiff>();
    for (var name : changed) {
      if (!renamed.containsValue(name)) {
        var one = before.get(renamed.getOrDefault(name, name));
        var other = after.get(name);
        diffs.add(
            patches.of(
                root,
                one == null ? FileState.none(name) : one.state,
                other == null ? FileState.none(name) : other.state,
                null,
                null));
      }
    }
    return diffs;
  }

  private static boolean same(@Nullable Item one, @Nullable Item other)
      throws IOException, SQLException {
    if (one == null || other == null || !one.mode.equals(other.mode)) {
      return false;
    }
    if (one.mode.equals(REPOSITORY) || Objects.equals(one.blob, other.blob)) {
      return true;
    }
    // Repositories of SHA-256 have other ids than snapshots know.
    return one.blob != null
        && other.blob != null
        && one.blob.length() != other.blob.length()
        && sha256(one).equals(sha256(other));
  }

  private static String sha256(Item item) throws IOException, SQLException {
    var version = item.state.version();
    if (version != null && !version.sha256().isEmpty()) {
      return version.sha256();
    }
    return item.state.bytes().read().map(Patches::sha256).orElse("");
  }

  /// The files of a commit.
  Map<String, Item> items(GitCommits commits, String commit) throws IOException {
    var items = new TreeMap<String, Item>();
    for (var each : commits.files(commit).entrySet()) {
      if (paths.holds(each.getKey())) {
        items.put(each.getKey(), item(each.getKey(), each.getValue(), commits));
      }
    }
    return items;
  }

  private static Item item(String path, GitFile file, GitCommits commits) {
    // The SHA-256 is not known before the content is read, and only those that differ are.
    var version = new FileVersion("", file.blob(), -1, file.mode(), null);
    return new Item(
        file.mode(), file.blob(), -1, new FileState(path, version, () -> commits.content(file)));
  }

  /// The files of a tree.
  Map<String, Item> items(String tree, ObjectSource objects, Reader bytes) throws IOException {
    var items = new TreeMap<String, Item>();
    new Trees(objects)
        .walk(
            tree,
            (path, entry) -> {
              if (entry.kind() != Kind.FOLDER && paths.holds(path)) {
                items.put(
                    path,
                    new Item(
                        entry.kind().mode(),
                        entry.blob().orElse(null),
                        entry.size(),
                        state(path, entry, each -> bytes.read(path, each))));
              }
            });
    return items;
  }
}
