package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.replay.Action;
import dev.clew.replay.Planned;
import dev.clew.replay.TakeBack;
import dev.clew.workspace.Contents;
import dev.clew.workspace.Kind;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.Trees;
import dev.clew.workspace.restore.Order;
import dev.clew.workspace.restore.State;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A working tree as it is while a move is planned.
///
/// @param trees reads its tree, and others of the workspace
/// @param files what it has, by path
/// @param folders its folders
record Present(
    RootChoice.Root root,
    WorkingTree disk,
    Trees trees,
    Map<String, FileVersion> files,
    Set<String> folders,
    Sources sources) {
  private static final String LINK = "120000";
  private static final String EXECUTABLE = "100755";

  static Present of(RootChoice.Root root, Sources sources) throws IOException {
    var disk = WorkingTree.of(root, sources);
    var files = new HashMap<String, FileVersion>();
    var folders = new HashSet<String>();
    var trees = new Trees(new ReadOnce(disk.objects()));
    trees.walk(
        disk.tree(),
        (path, entry) -> {
          if (entry.kind() == Kind.FOLDER) {
            folders.add(path);
          } else {
            files.put(path, entry.version());
          }
        });
    return new Present(root, disk, trees, files, folders, sources);
  }

  /// What the paths of a tree held.
  Map<String, FileVersion> tree(String tree) throws IOException {
    return Moves.files(tree, trees);
  }

  private Set<String> foldersOf(String tree) throws IOException {
    var found = new HashSet<String>();
    trees.walk(
        tree,
        (path, entry) -> {
          if (entry.kind() == Kind.FOLDER) {
            found.add(path);
          }
        });
    return found;
  }

  /// The folders that come and go until there are those of a tree and no others.
  List<Order> folders(String tree) throws IOException {
    var then = foldersOf(tree);
    var orders = new ArrayList<Order>();
    for (var folder : then) {
      if (!folders.contains(folder)) {
        orders.add(new Order(folder, new State.Nothing(), new State.Folder(), null));
      }
    }
    for (var folder : folders) {
      if (!then.contains(folder)) {
        orders.add(new Order(folder, new State.Folder(), new State.Nothing(), null));
      }
    }
    return orders;
  }

  /// The folders that go and come when what led from one tree to another is taken back: those that
  /// came go if nothing is in them then.
  List<Order> foldersBack(String before, String after, List<Order> orders) throws IOException {
    var were = foldersOf(before);
    var are = foldersOf(after);
    var used = new HashSet<String>();
    var left = new HashSet<>(files.keySet());
    for (var order : orders) {
      if (order.after() instanceof State.Nothing) {
        left.remove(order.path());
      } else {
        left.add(order.path());
      }
    }
    left.forEach(path -> above(path, used));
    for (var folder : folders) {
      if (were.contains(folder) || !are.contains(folder)) {
        above(folder, used); // it stays, and so does what it is in
      }
    }
    var back = new ArrayList<Order>();
    for (var folder : were) {
      if (!are.contains(folder) && !folders.contains(folder) && !left.contains(folder)) {
        back.add(new Order(folder, new State.Nothing(), new State.Folder(), null));
      }
    }
    for (var folder : are) {
      if (!were.contains(folder) && folders.contains(folder) && !used.contains(folder)) {
        back.add(new Order(folder, new State.Folder(), new State.Nothing(), null));
      }
    }
    return back;
  }

  List<Planned> plan(List<TakeBack.Item> items, String name, Predicate<String> within)
      throws IOException {
    return TakeBack.plan(
        items, path -> Optional.ofNullable(files.get(path)), this::bytes, name, within);
  }

  /// The bytes of a version: as the store has them, else as they are on disk.
  Optional<byte[]> bytes(FileVersion version) throws IOException {
    var pieces = version.pieces();
    var objects = disk.objects();
    var kept =
        pieces == null ? objects.read(version.sha256()) : new Contents(objects).joined(pieces);
    if (kept.isPresent()) {
      return kept;
    }
    for (var each : files.entrySet()) {
      if (each.getValue().sha256().equals(version.sha256())) {
        return disk.onDisk(each.getKey(), version);
      }
    }
    return Optional.empty();
  }

  /// The plan with all that its reader and its writer need.
  ///
  /// @param then the state that is gone back to: folders that it has not and that become empty go
  ///   too; absent where it is not known, and all folders stay
  MovePlan finish(String verb, String title, List<Planned> planned, @Nullable String then)
      throws IOException, SQLException {
    var redactor = sources.redactor();
    var patches = new Patches(text -> redactor.text(text).text(), Patches.Style.USUAL);
    var steps = new ArrayList<MovePlan.Step>();
    var orders = new ArrayList<Order>();
    for (var each : planned) {
      steps.add(new MovePlan.Step(each, diff(each, patches)));
      if (each.isWritten()) {
        orders.add(order(each));
      }
    }
    if (then != null) {
      orders.addAll(emptied(planned, foldersOf(then)));
    }
    return new MovePlan(
        verb, title, root, disk.tree(), List.copyOf(steps), List.copyOf(orders), List.of());
  }

  private FileDiff diff(Planned planned, Patches patches) throws IOException, SQLException {
    var before = state(planned.path(), planned.before(), null);
    var after =
        planned.isWritten() ? state(planned.path(), planned.after(), planned.made()) : before;
    return patches.of(root.folder().toString(), before, after, null, null);
  }

  private FileState state(String path, @Nullable FileVersion version, byte @Nullable [] made) {
    return version == null
        ? FileState.none(path)
        : new FileState(path, version, () -> made == null ? bytes(version) : Optional.of(made));
  }

  private Order order(Planned planned) {
    var after = planned.after();
    var made = planned.made();
    return new Order(
        planned.path(),
        state(planned.before()),
        state(after),
        after == null ? null : () -> made == null ? needed(planned.path(), after) : made);
  }

  private byte[] needed(String path, FileVersion version) throws IOException {
    return bytes(version)
        .orElseThrow(() ->
            new IOException(
                "the content of %s that is to come back is not in the store: it was forgotten"
                    .formatted(path)));
  }

  private static State state(@Nullable FileVersion version) {
    if (version == null) {
      return new State.Nothing();
    }
    return version.mode().equals(LINK)
        ? new State.Link(version.sha256())
        : new State.File(version.sha256(), version.mode().equals(EXECUTABLE));
  }

  /// Folders in which nothing is left, and which were not there then.
  private List<Order> emptied(List<Planned> planned, Set<String> then) {
    var left = new HashSet<>(files.keySet());
    var gone = new HashSet<String>();
    for (var each : planned) {
      if (each.action() == Action.DELETE) {
        left.remove(each.path());
        above(each.path(), gone);
      } else if (each.isWritten()) {
        left.add(each.path());
      }
    }
    var needed = new HashSet<>(then);
    left.forEach(path -> above(path, needed));
    var orders = new ArrayList<Order>();
    for (var folder : gone) {
      if (!needed.contains(folder) && folders.contains(folder)) {
        orders.add(new Order(folder, new State.Folder(), new State.Nothing(), null));
      }
    }
    return orders;
  }

  private static void above(String path, Set<String> folders) {
    for (var at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      folders.add(path.substring(0, at));
    }
  }
}
