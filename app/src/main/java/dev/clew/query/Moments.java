package dev.clew.query;

import dev.clew.workspace.GitCommits;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/// Finds the moment in a file's history that a user names.
final class Moments {
  private static final Path NOWHERE = Path.of("/nonexistent");

  private final Sources sources;
  private final String root;

  /// @param root the workspace whose commits are meant
  Moments(Sources sources, String root) {
    this.sources = sources;
    this.root = root;
  }

  /// A moment.
  sealed interface Moment {}

  /// What a commit has.
  record Commit(RootChoice.Root root, String id) implements Moment {}

  /// What a step left.
  ///
  /// @param atMs when it ended
  record Step(long id, long atMs) implements Moment {}

  /// What was there at a time.
  record Time(long atMs) implements Moment {}

  /// What `text` names: a commit, a step, a turn or a session (what it left), a snapshot, a time.
  Moment of(String text) throws QueryException, SQLException, IOException {
    if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?|[0-9]{1,6}[mhdw]")) {
      return new Time(Times.until(Optional.of(text), sources.clock()).orElseThrow());
    }
    try {
      return of(Names.any(sources.index(), text));
    } catch (QueryException e) {
      var commit =
          e.kind() == QueryException.Kind.NOT_FOUND ? commit(text) : Optional.<Moment>empty();
      if (commit.isPresent()) {
        return commit.get();
      }
      throw e;
    }
  }

  private Moment of(Names.Named named) throws QueryException, SQLException {
    var index = sources.index();
    return switch (named) {
      case Names.Named.Step step -> {
        var row = index.step(step.id()).orElseThrow();
        var end = row.endedAt() == null ? row.startedAt() : row.endedAt();
        yield new Step(step.id(), end == null ? Long.MAX_VALUE : end);
      }
      case Names.Named.Turn turn -> {
        var end = index.turn(turn.id()).orElseThrow().endsAt();
        yield new Time(end == null ? Long.MAX_VALUE : end - 1);
      }
      case Names.Named.Session session -> {
        var last = index.session(session.ref()).orElseThrow().lastAt();
        yield new Time(last == null ? Long.MAX_VALUE : last);
      }
      case Names.Named.Snapshot snapshot -> {
        var at = index.workspaces().snapshotsLike(snapshot.tree()).getFirst().at();
        yield new Time(at == null ? Long.MAX_VALUE : at);
      }
    };
  }

  private Optional<Moment> commit(String text) throws IOException {
    if (RootChoice.of(Path.of(root), NOWHERE, NOWHERE) instanceof RootChoice.Root tree
        && tree.git().isPresent()) {
      try (var commits = GitCommits.of(tree)) {
        return commits.commit(text).map(id -> new Commit(tree, id));
      }
    }
    return Optional.empty();
  }
}
