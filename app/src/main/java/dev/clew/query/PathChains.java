package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.Seen;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The changes that led from an earlier tree to the present one, path by path: back to where a path
/// held what it holds in that tree. Whose change is before whose is told by contents, not by
/// clocks.
final class PathChains {
  private final Map<String, List<Seen<WorkspaceChange>>> byPath = new HashMap<>();
  private final Then then;
  private final Set<Seen<WorkspaceChange>> found = new HashSet<>();
  private final Set<String> open = new HashSet<>();

  /// What paths held in the earlier tree.
  interface Then {
    @Nullable FileVersion at(String path);
  }

  /// @param changes what happened since, the oldest first; more does no harm
  PathChains(List<Seen<WorkspaceChange>> changes, Then then) {
    this.then = then;
    for (var seen : changes) {
      add(seen.what().path(), seen);
      var from = seen.what().from();
      if (from != null) {
        add(from, seen);
      }
    }
  }

  private void add(String path, Seen<WorkspaceChange> seen) {
    byPath.computeIfAbsent(path, _ -> new ArrayList<>()).add(seen);
  }

  /// The changes of these paths, and of those that they were renamed from.
  Set<Seen<WorkspaceChange>> of(Collection<String> paths) {
    var waiting = new ArrayDeque<>(paths);
    var done = new HashSet<String>();
    while (!waiting.isEmpty()) {
      var path = waiting.pop();
      if (done.add(path)) {
        back(path, waiting);
      }
    }
    return found;
  }

  /// The paths whose changes do not lead back to the earlier tree.
  Set<String> open() {
    return open;
  }

  private void back(String path, ArrayDeque<String> waiting) {
    var wanted = then.at(path);
    var changes = byPath.getOrDefault(path, List.of());
    for (var i = changes.size() - 1; i >= 0; i--) {
      var change = changes.get(i).what();
      if (holds(change.path().equals(path) ? change.after() : null, wanted)) {
        return;
      }
      found.add(changes.get(i));
      var from = change.from();
      if (from != null) {
        waiting.push(from);
        waiting.push(change.path());
      }
    }
    if (changes.isEmpty() || !holds(before(changes.getFirst().what(), path), wanted)) {
      open.add(path);
    }
  }

  private static @Nullable FileVersion before(WorkspaceChange change, String path) {
    return change.from() == null || path.equals(change.from()) ? change.before() : null;
  }

  private static boolean holds(@Nullable FileVersion one, @Nullable FileVersion other) {
    return one == null
        ? other == null
        : other != null && one.sha256().equals(other.sha256()) && one.mode().equals(other.mode());
  }
}
