package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.Seen;
import dev.clew.replay.Action;
import dev.clew.replay.TakeBack;
import dev.clew.workspace.CommitLog;
import dev.clew.workspace.CommitLog.Side;
import dev.clew.workspace.GitHistory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How much of a commit is one session's work.
///
/// What is left of the commit, and of its parent, once the session's changes are taken back there:
/// where both are the same, all that the commit did is the session's.
final class CommitShare {
  private static final long SECOND_MS = 1000;

  private final CommitLog log;
  private final CommitLines lines;
  private final LineOrigins origins;
  private final Set<Long> sessions;
  private final List<Seen<WorkspaceChange>> changes;

  /// @param sessions the session and its sub-agents
  /// @param changes what they changed, the oldest first
  CommitShare(
      CommitLog log,
      CommitLines lines,
      LineOrigins origins,
      Set<Long> sessions,
      List<Seen<WorkspaceChange>> changes) {
    this.log = log;
    this.lines = lines;
    this.origins = origins;
    this.sessions = sessions;
    this.changes = changes;
  }

  /// What a commit has of the session.
  ///
  /// @param lines how many of the lines that it brought are the session's
  /// @param touched the paths that it touched
  /// @param any whether it has anything of the session, and `whole` whether it has nothing else
  record Share(int lines, Set<String> touched, boolean any, boolean whole) {}

  Share of(GitHistory.Commit commit) throws IOException, SQLException, QueryException {
    var touched = log.touched(commit);
    var paths = new HashSet<String>();
    touched.forEach(each -> paths.add(each.path()));
    var count = count(commit);
    if (commit.parents().size() > 1) {
      return new Share(count, paths, count > 0, false);
    }
    var blobs = new ArrayList<String>();
    for (var each : touched) {
      for (var side : new @Nullable Side[] {each.before(), each.after()}) {
        if (side != null) {
          blobs.add(side.blob());
        }
      }
    }
    var contents = log.contents(blobs.stream().distinct().toList());
    var bytes = new HashMap<String, byte[]>();
    var before = new HashMap<String, FileVersion>();
    var after = new HashMap<String, FileVersion>();
    for (var each : touched) {
      put(each.path(), each.before(), before, contents, bytes);
      put(each.path(), each.after(), after, contents, bytes);
    }
    var old = without(until(commit, paths, before), paths, before, bytes);
    var now = without(until(commit, paths, after), paths, after, bytes);
    var whole = isWhole(paths, old, now, after);
    return new Share(count, paths, count > 0 || removes(paths, before, old, after, now), whole);
  }

  /// The changes up to the last that left what is there; where none did, those before the commit
  /// was made: it may be one that was made anew.
  private List<Seen<WorkspaceChange>> until(
      GitHistory.Commit commit, Set<String> paths, Map<String, FileVersion> files) {
    for (var i = changes.size() - 1; i >= 0; i--) {
      var change = changes.get(i).what();
      if (paths.contains(change.path())
          && FileState.same(change.after(), files.get(change.path()))) {
        return changes.subList(0, i + 1);
      }
    }
    var made = commit.at().toEpochMilli() + SECOND_MS;
    return changes.stream().filter(seen -> seen.at() == null || seen.at() < made).toList();
  }

  private int count(GitHistory.Commit commit) throws IOException, SQLException, QueryException {
    var count = 0;
    for (var file : lines.of(commit).files()) {
      for (var range : file.ranges()) {
        var session = range.session();
        if (session != null && sessions.contains(session.ref())) {
          count += range.lines().to() - range.lines().from() + 1;
        }
      }
    }
    return count;
  }

  /// Whether the same is left of the parent and of the commit, and less than the commit has.
  private static boolean isWhole(
      Set<String> paths,
      Optional<Map<String, FileVersion>> old,
      Optional<Map<String, FileVersion>> now,
      Map<String, FileVersion> after) {
    return old.isPresent()
        && now.isPresent()
        && paths.stream().allMatch(path -> FileState.same(old.get().get(path), now.get().get(path)))
        && paths.stream().anyMatch(path -> !FileState.same(now.get().get(path), after.get(path)));
  }

  /// Whether something of the session can be taken back from the commit where nothing can from its
  /// parent: so lines that went are known, too.
  private static boolean removes(
      Set<String> paths,
      Map<String, FileVersion> before,
      Optional<Map<String, FileVersion>> old,
      Map<String, FileVersion> after,
      Optional<Map<String, FileVersion>> now) {
    return old.isPresent()
        && now.isPresent()
        && paths.stream()
            .anyMatch(path ->
                FileState.same(old.get().get(path), before.get(path))
                    && !FileState.same(now.get().get(path), after.get(path)));
  }

  /// The files once the changes are taken back; empty where that cannot be merged.
  private Optional<Map<String, FileVersion>> without(
      List<Seen<WorkspaceChange>> taken,
      Set<String> paths,
      Map<String, FileVersion> files,
      Map<String, byte[]> bytes)
      throws IOException {
    var items = taken.stream().map(seen -> new TakeBack.Item(seen.what(), true)).toList();
    var left = new HashMap<>(files);
    for (var each :
        TakeBack.plan(
            items,
            path -> Optional.ofNullable(files.get(path)),
            version -> bytes(version, bytes),
            "before",
            paths::contains)) {
      if (each.action() == Action.CONFLICT || each.action() == Action.KEEP) {
        return Optional.empty();
      }
      var after = each.after();
      if (after == null) {
        left.remove(each.path());
      } else {
        left.put(each.path(), after);
      }
    }
    return Optional.of(left);
  }

  private Optional<byte[]> bytes(FileVersion version, Map<String, byte[]> known)
      throws IOException {
    var here = known.get(version.sha256());
    return here == null ? origins.content(version) : Optional.of(here);
  }

  private static void put(
      String path,
      @Nullable Side side,
      Map<String, FileVersion> files,
      Map<String, byte[]> contents,
      Map<String, byte[]> bytes) {
    var content = side == null ? null : contents.get(side.blob());
    if (side != null && content != null) {
      var sha256 = Patches.sha256(content);
      bytes.put(sha256, content);
      files.put(path, new FileVersion(sha256, side.blob(), content.length, side.mode(), null));
    }
  }
}
