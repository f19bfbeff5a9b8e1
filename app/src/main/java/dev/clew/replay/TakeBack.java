package dev.clew.replay;

import dev.clew.event.WorkspaceChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Plans what it takes to take some changes of a workspace back and keep all others.
///
/// Goes back in time. A file is followed through renames: what others did to it since stays with
/// it. Changes of one file that follow each other and are all taken back count as one.
public final class TakeBack {
  private final Now now;
  private final Predicate<String> within;
  private final Merge merge;

  /// By the path that a file had at the time that has been reached.
  private final Map<String, Cell> cells = new LinkedHashMap<>();

  private final List<Cell> all = new ArrayList<>();

  /// By the path where it is on disk.
  private final Map<String, Cell> onDisk = new HashMap<>();

  private TakeBack(Now now, Bytes bytes, String name, Predicate<String> within) {
    this.now = now;
    this.within = within;
    this.merge = new Merge(bytes, name);
  }

  /// A change, and whether it is to be taken back.
  public record Item(WorkspaceChange change, boolean taken) {}

  /// One file on its way back.
  private static final class Cell {
    /// Where it is on disk; where it is to be.
    final String path;

    String target;
    final Held disk;
    Held held;
    @Nullable String kept;
    int conflicts;

    /// A change that is to be taken back and may be joined with those before it.
    @Nullable Held base;

    @Nullable Held theirs;

    Cell(String path, Held disk) {
      this.path = path;
      this.target = path;
      this.disk = disk;
      this.held = disk;
    }

    boolean moves() {
      return !target.equals(path);
    }

    /// Whether it is at its path when all is done.
    boolean stays() {
      return !disk.isNothing() && (kept != null || (!moves() && !held.isNothing()));
    }

    /// Whether it is somewhere where it was not before.
    boolean comes() {
      return kept == null && !held.isNothing() && (moves() || disk.isNothing());
    }
  }

  /// What to do at each path, in order of the paths; a path where nothing is to be done is left
  /// out.
  ///
  /// @param items all changes of the workspace since the oldest that is taken back, the oldest
  ///   first
  /// @param name what conflict markers call the state that is brought back
  /// @param within the paths that may be touched
  public static List<Planned> plan(
      List<Item> items, Now now, Bytes bytes, String name, Predicate<String> within)
      throws IOException {
    var plan = new TakeBack(now, bytes, name, within);
    for (var i = items.size() - 1; i >= 0; i--) {
      plan.back(items.get(i));
    }
    return plan.planned();
  }

  private void back(Item item) throws IOException {
    var change = item.change();
    var cell = cell(change.path());
    var from = change.from();
    if (item.taken() && within.test(change.path())) {
      join(cell, Held.of(change.after()), Held.of(change.before()));
      if (from != null && cell.target.equals(change.path())) {
        cell.target = from;
      }
    } else {
      flush(cell);
    }
    if (from != null) {
      // It had another name before; it is to have it again only if that is taken back, and nobody
      // gave it another one since.
      cells.remove(change.path());
      cells.put(from, cell);
    }
  }

  private Cell cell(String path) {
    return cells.computeIfAbsent(
        path,
        _ -> {
          var isAnothers = onDisk.containsKey(path); // one that had another name before
          var disk = isAnothers ? Held.NOTHING : Held.of(now.at(path).orElse(null));
          var cell = new Cell(path, disk);
          all.add(cell);
          if (!disk.isNothing()) {
            onDisk.put(path, cell);
          }
          return cell;
        });
  }

  private void join(Cell cell, Held base, Held theirs) throws IOException {
    if (cell.kept != null) {
      return;
    }
    var before = cell.theirs;
    if (before != null && !before.isSame(base)) {
      flush(cell);
    }
    if (cell.base == null) {
      cell.base = base;
    }
    cell.theirs = theirs;
  }

  private void flush(Cell cell) throws IOException {
    var base = cell.base;
    var theirs = cell.theirs;
    cell.base = null;
    cell.theirs = null;
    if (base == null || theirs == null || cell.kept != null) {
      return;
    }
    if (cell.conflicts > 0) {
      cell.kept = "it could not be taken back as a whole";
      return;
    }
    var result = merge.take(base, cell.held, theirs);
    cell.held = result.held();
    cell.kept = result.kept();
    cell.conflicts += result.conflicts();
  }

  /// What would come where another file is stays where it is.
  private void settle() {
    for (var more = true; more; ) {
      more = false;
      var places = new HashMap<String, Cell>();
      for (var cell : all) {
        if (cell.stays()) {
          places.put(cell.path, cell);
        }
      }
      for (var cell : all) {
        if (cell.comes()
            && (isAnothers(cell.target) || places.putIfAbsent(cell.target, cell) != null)) {
          cell.kept = "there is another file at " + cell.target;
          more = true;
        }
      }
    }
  }

  /// Whether there is a file at the path that no change is about.
  private boolean isAnothers(String path) {
    return !onDisk.containsKey(path) && now.at(path).isPresent();
  }

  private List<Planned> planned() throws IOException {
    for (var cell : all) {
      flush(cell);
    }
    settle();
    var planned = new TreeMap<String, Planned>();
    var filled = new HashSet<String>();
    for (var cell : all) {
      if (cell.kept == null && !cell.held.isNothing()) {
        filled.add(cell.target);
        var there = Held.of(now.at(cell.target).orElse(null));
        if (!cell.held.isSame(there)) {
          planned.put(cell.target, written(cell, there));
        }
      }
    }
    for (var cell : all) {
      if (!cell.disk.isNothing() && !cell.stays() && !filled.contains(cell.path)) {
        var before = cell.disk.version();
        planned.put(cell.path, new Planned(cell.path, Action.DELETE, null, before, null, null));
      }
    }
    for (var cell : all) {
      if (cell.kept != null) {
        planned.putIfAbsent(
            cell.path,
            new Planned(cell.path, Action.KEEP, cell.kept, cell.disk.version(), null, null));
      }
    }
    return List.copyOf(planned.values());
  }

  private static Planned written(Cell cell, Held there) {
    var held = cell.held;
    var before = there.version();
    if (cell.conflicts > 0) {
      var reason =
          cell.conflicts == 1 ? "a conflict is marked" : cell.conflicts + " conflicts are marked";
      return new Planned(cell.target, Action.CONFLICT, reason, before, held.version(), held.made());
    }
    var action = before != null && held.hasSameBytes(there) ? Action.MODE : Action.WRITE;
    return new Planned(cell.target, action, null, before, held.version(), held.made());
  }
}
