package dev.clew.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares a commit's tree with those of its parents, without going into what is equal.
final class TreeDiff {
  private final CommitReading reading;
  private final int most;
  private final List<Difference> found = new ArrayList<>();
  private boolean more;

  /// @param most how many differences are looked for
  TreeDiff(CommitReading reading, int most) {
    this.reading = reading;
    this.most = most;
  }

  /// In the order of paths.
  List<Difference> found() {
    return found;
  }

  /// Whether there are more than were looked for.
  boolean more() {
    return more;
  }

  /// Adds what differs below `prefix`, which is empty or ends in a slash.
  ///
  /// @param before the folder in each parent
  void compare(String prefix, List<GitTree> before, GitTree after) throws IOException {
    var names = new TreeSet<>(after.entries().keySet());
    before.forEach(each -> names.addAll(each.entries().keySet()));
    for (var name : names) {
      var now = after.entries().get(name);
      var then = new ArrayList<@Nullable GitFile>();
      before.forEach(each -> then.add(each.entries().get(name)));
      var isNew = before.isEmpty();
      if (isNew || then.stream().anyMatch(each -> !Objects.equals(each, now))) {
        compare(prefix + name, then, now);
      }
      if (more) {
        return;
      }
    }
  }

  private void compare(String path, List<@Nullable GitFile> before, @Nullable GitFile after)
      throws IOException {
    var folders = new ArrayList<GitTree>();
    var files = new ArrayList<@Nullable GitFile>();
    var anyFolder = after != null && GitTree.isFolder(after);
    for (var each : before) {
      if (each != null && GitTree.isFolder(each)) {
        anyFolder = true;
        folders.add(reading.tree(each.blob()));
        files.add(null);
      } else {
        folders.add(GitTree.EMPTY);
        files.add(each);
      }
    }
    var afterFile = after == null || GitTree.isFolder(after) ? null : after;
    if (afterFile != null || files.stream().anyMatch(Objects::nonNull)) {
      add(path, files, afterFile);
    }
    if (anyFolder && !more) {
      var now =
          after != null && GitTree.isFolder(after) ? reading.tree(after.blob()) : GitTree.EMPTY;
      compare(path + "/", folders, now);
    }
  }

  private void add(String path, List<@Nullable GitFile> before, @Nullable GitFile after) {
    if (found.size() >= most) {
      more = true;
      return;
    }
    found.add(
        new Difference(GitTree.path(path), null, Collections.unmodifiableList(before), after));
  }
}
