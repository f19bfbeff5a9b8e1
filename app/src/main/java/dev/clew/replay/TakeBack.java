package dev.clew.replay;

import dev.clew.event.WorkspaceChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      if (from != null && cell.kept == null) {
        rename(cell, change.path(), from);
        return;
      }
    } else {
      flush(cell);
    }
    if (from != null) {
      // It had another name before; nothing says that it is to have it again.
      cells.remove(change.path());
      cells.put(from, cell);
    }
  }

  private Cell cell(String path) {
    return cells.computeIfAbsent(
        path,
        _ -> {
          var cell = new Cell(path, Held.of(now.at(path).orElse(null)));
          all.add(cell);
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

  /// The file goes back to where it came from, if that is free.
  private void rename(Cell cell, String path, String from) throws IOException {
    cells.remove(path);
    var there = cells.get(from);
    var taken = there == null ? now.at(from).isPresent() : !there.held.isNothing();
    if (there != null) {
      flush(there);
      taken = !there.held.isNothing();
    }
    if (taken) {
      cell.kept = "there is another file at " + from;
    } else {
      cell.target = from;
      cells.put(from, cell);
    }
  }

  private List<Planned> planned() throws IOException {
    var planned = new ArrayList<Planned>();
    for (var cell : all) {
      flush(cell);
      if (cell.target.equals(cell.path)) {
        here(cell, planned);
      } else {
        moved(cell, planned);
      }
    }
    planned.sort(Comparator.comparing(Planned::path));
    return List.copyOf(planned);
  }

  private static void here(Cell cell, List<Planned> planned) {
    var before = cell.disk.version();
    if (cell.kept != null) {
      planned.add(new Planned(cell.path, Action.KEEP, cell.kept, before, null, null));
    } else if (!cell.held.isSame(cell.disk)) {
      planned.add(written(cell.path, cell, before));
    }
  }

  private static Planned written(
      String path, Cell cell, dev.clew.event.@Nullable FileVersion before) {
    var held = cell.held;
    if (cell.conflicts > 0) {
      var reason =
          cell.conflicts == 1 ? "a conflict is marked" : cell.conflicts + " conflicts are marked";
      return new Planned(path, Action.CONFLICT, reason, before, held.version(), held.made());
    }
    if (held.isNothing()) {
      return new Planned(path, Action.DELETE, null, before, null, null);
    }
    var action = before != null && held.hasSameBytes(Held.of(before)) ? Action.MODE : Action.WRITE;
    return new Planned(path, action, null, before, held.version(), held.made());
  }

  private static void moved(Cell cell, List<Planned> planned) {
    if (cell.kept != null) {
      planned.add(new Planned(cell.path, Action.KEEP, cell.kept, cell.disk.version(), null, null));
      return;
    }
    if (!cell.disk.isNothing()) {
      planned.add(new Planned(cell.path, Action.DELETE, null, cell.disk.version(), null, null));
    }
    if (!cell.held.isNothing()) {
      planned.add(written(cell.target, cell, null));
    }
  }
}
