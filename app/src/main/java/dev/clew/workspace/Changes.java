package dev.clew.workspace;

import dev.clew.event.FileOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes changes of entries before and after, and renames of what went and came.
final class Changes {
  private final List<Change> changes = new ArrayList<>();

  /// Adds one path; nothing when both say the same.
  void add(String path, @Nullable Entry before, @Nullable Entry after, @Nullable String why) {
    if ((before == null && after == null)
        || (before != null && after != null && before.saysTheSameAs(after))) {
      return;
    }
    var op = before == null ? FileOp.CREATE : after == null ? FileOp.DELETE : FileOp.MODIFY;
    changes.add(new Change(op, path, null, before, after, why));
  }

  /// All of them, in order of paths.
  List<Change> list() {
    var gone = new HashMap<String, Deque<Change>>();
    changes.sort(Comparator.comparing(Change::path));
    for (var change : changes) {
      var key = change.op() == FileOp.DELETE ? key(change, change.before()) : null;
      if (key != null) {
        gone.computeIfAbsent(key, k -> new ArrayDeque<>()).add(change);
      }
    }
    var renamed = new HashMap<Change, Change>(); // by what came
    for (var sameName : new boolean[] {true, false}) {
      for (var change : changes) {
        var key = change.op() == FileOp.CREATE ? key(change, change.after()) : null;
        if (key != null && !renamed.containsKey(change)) {
          match(change, gone.getOrDefault(key, new ArrayDeque<>()), sameName, renamed);
        }
      }
    }
    return renamed.isEmpty() ? List.copyOf(changes) : withRenames(renamed);
  }

  private static void match(
      Change came, Deque<Change> gone, boolean sameName, Map<Change, Change> renamed) {
    for (var each : gone) {
      if (!sameName || name(each.path()).equals(name(came.path()))) {
        renamed.put(came, each);
        gone.remove(each);
        return;
      }
    }
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// What both sides of a rename have in common; nothing where equal contents mean little.
  private static @Nullable String key(Change change, @Nullable Entry entry) {
    return entry == null || entry.size() == 0 || change.why() != null || !entry.kind().hasContent()
        ? null
        : entry.sha256() + (entry.kind() == Kind.LINK) + entry.reason();
  }

  private List<Change> withRenames(Map<Change, Change> renamed) {
    var gone = java.util.Set.copyOf(renamed.values());
    var all = new ArrayList<Change>();
    for (var change : changes) {
      var from = renamed.get(change);
      if (from != null) {
        all.add(
            new Change(
                FileOp.RENAME, change.path(), from.path(), from.before(), change.after(), null));
      } else if (!gone.contains(change)) {
        all.add(change);
      }
    }
    return List.copyOf(all);
  }
}
