package dev.clew.query;

import dev.clew.event.WorkspaceState;
import dev.clew.index.Seen;
import dev.clew.index.StepRow;
import dev.clew.index.TurnRow;
import dev.clew.workspace.GitCommits;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the moments that a user names.
final class Points {
  private final Sources sources;
  private final @Nullable Path folder;

  /// @param folder where the user stands; absent when that is not known
  Points(Sources sources, @Nullable Path folder) {
    this.sources = sources;
    this.folder = folder;
  }

  /// What `text` names: a step, turn or session stands for what it left, with `^` behind it for
  /// what it found; a snapshot; a commit.
  Point point(String text) throws QueryException, SQLException, IOException {
    var before = text.endsWith("^");
    var name = before ? text.substring(0, text.length() - 1) : text;
    try {
      var named = Names.any(sources.index(), name.equals("last") ? sources.session("last") : name);
      return before ? before(named, name) : after(named, name);
    } catch (QueryException e) {
      var commit =
          e.kind() == QueryException.Kind.NOT_FOUND ? commit(text) : Optional.<Point>empty();
      if (commit.isPresent()) {
        return commit.get();
      }
      throw e;
    }
  }

  /// A moment at which a workspace was looked at.
  ///
  /// @param sinceMs no change that came after it was seen before that
  record Moment(Seen<WorkspaceState> seen, long sinceMs) {}

  /// The moment that `text` names, which is no commit.
  Moment moment(String text) throws QueryException, SQLException {
    var before = text.endsWith("^");
    var name = before ? text.substring(0, text.length() - 1) : text;
    var named = Names.any(sources.index(), name.equals("last") ? sources.session("last") : name);
    var seen = before ? seenBefore(named, name) : seenAfter(named, name);
    var at = seen.at() == null ? 0 : seen.at();
    var began =
        named instanceof Names.Named.Step(var id)
            ? sources.index().step(id).map(StepRow::startedAt).orElse(null)
            : null;
    return new Moment(seen, before ? Math.min(at, began == null ? 0 : began) : at);
  }

  private Optional<Point> commit(String text) throws IOException {
    var root = root();
    if (root.isEmpty() || root.get().git().isEmpty()) {
      return Optional.empty();
    }
    try (var commits = GitCommits.of(root.get())) {
      return commits.commit(text).map(id -> new Point.Commit(root.get().folder().toString(), id));
    }
  }

  /// The workspace that the user stands in.
  Optional<RootChoice.Root> root() {
    if (folder == null) {
      return Optional.empty();
    }
    // Only its place is asked for, so nothing is refused for what it may hold.
    return RootChoice.of(folder, Path.of("/nonexistent"), Path.of("/nonexistent"))
            instanceof RootChoice.Root root
        ? Optional.of(root)
        : Optional.empty();
  }

  /// The workspace that the user stands in, if it was ever looked at.
  ///
  /// @throws QueryException when it was not
  Point.Snapshot lastOf() throws QueryException, SQLException {
    var root = root();
    if (root.isPresent()) {
      var last =
          sources.index().workspaces().lastSnapshot(root.get().folder().toString(), Long.MAX_VALUE);
      if (last.isPresent()) {
        return point(last.get());
      }
    }
    throw QueryException.notFound(
        "%s has not been looked at yet: 'clew init' has agents' hooks look at it"
            .formatted(root.map(found -> found.folder().toString()).orElse("this folder")));
  }

  private static Point.Snapshot point(Seen<WorkspaceState> seen) {
    return new Point.Snapshot(seen.what().root(), seen.what().tree());
  }

  private Point after(Names.Named named, String name) throws SQLException, QueryException {
    return point(seenAfter(named, name));
  }

  private Seen<WorkspaceState> seenAfter(Names.Named named, String name)
      throws SQLException, QueryException {
    return switch (named) {
      case Names.Named.Snapshot snapshot -> snapshots(snapshot.tree()).getFirst();
      case Names.Named.Step step ->
          last(snapshotsOf(step.id(), "before", false))
              .orElseThrow(() -> unseen("after step", name));
      case Names.Named.Turn turn ->
          last(during(turn(turn.id()))).orElseThrow(() -> unseen("after turn", name));
      case Names.Named.Session session ->
          last(of(session.ref())).orElseThrow(() -> unseen("after session", name));
    };
  }

  private Point before(Names.Named named, String name) throws SQLException, QueryException {
    return point(seenBefore(named, name));
  }

  private Seen<WorkspaceState> seenBefore(Names.Named named, String name)
      throws SQLException, QueryException {
    var workspaces = sources.index().workspaces();
    return switch (named) {
      case Names.Named.Snapshot snapshot ->
          workspaces
              .snapshotBefore(snapshots(snapshot.tree()).getFirst())
              .orElseThrow(() -> unseen("before snapshot", name));
      case Names.Named.Step step -> beforeStep(step.id(), name);
      case Names.Named.Turn found -> {
        var turn = turn(found.id());
        for (var row : steps(turn)) {
          if (!workspaces.snapshotsOfStep(row.id()).isEmpty()) {
            yield beforeStep(row.id(), name);
          }
        }
        throw unseen("before turn", name);
      }
      case Names.Named.Session session ->
          of(session.ref()).stream().findFirst().orElseThrow(() -> unseen("before session", name));
    };
  }

  private Seen<WorkspaceState> beforeStep(long step, String name)
      throws SQLException, QueryException {
    var own = last(snapshotsOf(step, "before", true));
    if (own.isPresent()) {
      return own.get();
    }
    var after = snapshotsOf(step, "before", false);
    var before =
        after.isEmpty()
            ? Optional.<Seen<WorkspaceState>>empty()
            : sources.index().workspaces().snapshotBefore(after.getFirst());
    return before.orElseThrow(() -> unseen("before step", name));
  }

  private List<Seen<WorkspaceState>> snapshotsOf(long step, String moment, boolean is)
      throws SQLException, QueryException {
    return sources.index().workspaces().snapshotsOfStep(step).stream()
        .filter(seen -> seen.what().moment().equals(moment) == is)
        .toList();
  }

  private List<Seen<WorkspaceState>> snapshots(String tree) throws SQLException, QueryException {
    return sources.index().workspaces().snapshotsLike(tree);
  }

  private List<Seen<WorkspaceState>> of(long session) throws SQLException, QueryException {
    var index = sources.index();
    return index.workspaces().snapshotsOfSessions(index.withSubagents(session));
  }

  private TurnRow turn(long id) throws SQLException, QueryException {
    return sources.index().turn(id).orElseThrow();
  }

  private List<StepRow> steps(TurnRow turn) throws SQLException, QueryException {
    var index = sources.index();
    return index.steps(index.withSubagents(turn.sessionRef()), true, 0, -1).rows().stream()
        .filter(step -> step.turn() != null && step.turn() == turn.id())
        .toList();
  }

  /// What was seen from the turn's beginning to the next one's.
  private List<Seen<WorkspaceState>> during(TurnRow turn) throws SQLException, QueryException {
    var end = turn.endsAt();
    return of(turn.sessionRef()).stream()
        .filter(
            seen -> seen.at() != null && seen.at() >= turn.at() && (end == null || seen.at() < end))
        .toList();
  }

  private static Optional<Seen<WorkspaceState>> last(List<Seen<WorkspaceState>> seen) {
    return seen.isEmpty() ? Optional.empty() : Optional.of(seen.getLast());
  }

  private static QueryException unseen(String when, String name) {
    return QueryException.notFound(
        "the workspace was not looked at %s %s: 'clew show %s' tells what is known"
            .formatted(when, name, name));
  }
}
