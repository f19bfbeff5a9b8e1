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
/// clocks; but a file may have come back to what it held then in the meantime (a move that was
/// itself taken back, a stash): what was seen later than the tree is not where the way ends if it
/// leads further.
final class PathChains {
  private final Map<String, List<Seen<WorkspaceChange>>> byPath = new HashMap<>();
  private final Then then;
  private final @Nullable Long thenAt;
  private final Set<Seen<WorkspaceChange>> found = new HashSet<>();
  private final Set<String> open = new HashSet<>();

  /// What paths held in the earlier tree.
  interface Then {
    @Nullable FileVersion at(String path);
  }

  /// @param changes what happened since, the oldest first; more does no harm
  /// @param thenAt when the earlier tree was seen; absent when not known
  PathChains(List<Seen<WorkspaceChange>> changes, Then then, @Nullable Long thenAt) {
    this.then = then;
    this.thenAt = thenAt;
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
    var start = changes.size();
    var leads = false;
    var ends = false;
    for (var i = changes.size() - 1; i >= 0 && !ends; i--) {
      var change = changes.get(i).what();
      if (holds(change.path().equals(path) ? change.after() : null, wanted)) {
        leads = true;
        start = i + 1;
      }
      ends = leads && !isLater(changes.get(i));
    }
    if (!ends && !changes.isEmpty() && holds(before(changes.getFirst().what(), path), wanted)) {
      leads = true;
      start = 0;
    }
    if (!leads) {
      start = 0;
      open.add(path);
    }
    for (var seen : changes.subList(start, changes.size())) {
      found.add(seen);
      var from = seen.what().from();
      if (from != null) {
        waiting.push(from);
        waiting.push(seen.what().path());
      }
    }
  }

  /// Whether it may have come after the earlier tree: one look sees what led to a tree and, where a
  /// step was faster than the look before it, what that did.
  private boolean isLater(Seen<WorkspaceChange> seen) {
    var at = seen.at();
    return thenAt != null && at != null && at >= thenAt;
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
