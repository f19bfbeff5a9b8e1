package dev.clew.query;

import dev.clew.event.WorkspaceChange;
import dev.clew.index.IndexReader;
import dev.clew.index.Seen;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The names that files of a workspace have had since a moment.
final class PathNames {
  private final Map<String, Set<String>> earlier = new HashMap<>();

  /// Since the first of some changes.
  ///
  /// @param roots the work trees in which they may have been renamed
  static PathNames of(IndexReader index, Set<String> roots, List<Seen<WorkspaceChange>> changes)
      throws SQLException {
    var names = new PathNames();
    var since = changes.stream().map(Seen::at).filter(at -> at != null).min(Long::compare);
    for (var root : roots) {
      for (var seen : index.workspaces().changesOf(root, since.orElse(0L))) {
        var from = seen.what().from();
        if (from != null) {
          names.earlier.computeIfAbsent(seen.what().path(), _ -> new HashSet<>()).add(from);
        }
      }
    }
    return names;
  }

  /// The paths that are asked for, by whichever of its names a file is.
  Predicate<String> asked(Paths paths) {
    var before = new HashSet<String>();
    earlier.keySet().stream().filter(paths::holds).forEach(path -> before.addAll(of(path)));
    return path -> paths.holds(path) || before.contains(path);
  }

  /// The name of a file, and those that it had before.
  Set<String> of(String path) {
    var names = new HashSet<String>();
    add(path, names);
    return names;
  }

  private void add(String path, Set<String> names) {
    if (names.add(path)) {
      earlier.getOrDefault(path, Set.of()).forEach(each -> add(each, names));
    }
  }
}
