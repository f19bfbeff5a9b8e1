package dev.clew.query;

import dev.clew.content.DamagedObjectException;
import dev.clew.event.FileOp;
import dev.clew.event.SpanId;
import dev.clew.index.StepRow;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a step, a turn or a session did to files.
///
/// @param steps its steps, the oldest first
/// @param together whether several changes of one file are told as one
record Did(List<StepRow> steps, boolean together) {
  /// What `name` did; empty when it names a snapshot, or nothing that has steps.
  static Optional<Did> of(Sources sources, String name) throws SQLException, QueryException {
    var index = sources.index();
    Names.Named named;
    try {
      named = Names.any(index, name.equals("last") ? last(sources) : name);
    } catch (QueryException e) {
      if (e.kind() == QueryException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    return switch (named) {
      case Names.Named.Step step ->
          Optional.of(new Did(List.of(index.step(step.id()).orElseThrow()), false));
      case Names.Named.Turn found -> {
        var turn = index.turn(found.id()).orElseThrow();
        var all = index.steps(index.withSubagents(turn.sessionRef()), true, 0, -1).rows();
        yield Optional.of(
            new Did(
                all.stream()
                    .filter(step -> step.turn() != null && step.turn() == turn.id())
                    .toList(),
                true));
      }
      case Names.Named.Session session ->
          Optional.of(
              new Did(index.steps(index.withSubagents(session.ref()), true, 0, -1).rows(), true));
      case Names.Named.Snapshot _ -> Optional.empty();
    };
  }

  private static String last(Sources sources) throws SQLException, QueryException {
    return sources.session("last");
  }

  List<FileDiff> diffs(Sources sources, Patches.Style style, Paths paths)
      throws SQLException, IOException, QueryException {
    if (steps.isEmpty()) {
      return List.of();
    }
    var ids = steps.stream().map(StepRow::id).toList();
    var seen = sources.index().workspaces().changesOfSteps(ids);
    var diffs = new ArrayList<FileDiff>();
    if (!seen.isEmpty()) {
      var files = new WorkspaceFiles(sources, style);
      var wanted = DiffQuestion.within(seen, paths);
      diffs.addAll(together ? files.together(wanted) : files.each(wanted));
    }
    for (var step : steps) {
      if (tells(step)) {
        told(sources, step, style, paths, diffs);
      }
    }
    return List.copyOf(diffs);
  }

  private static boolean tells(StepRow step) {
    return step.files().stream()
        .anyMatch(file -> file.source().equals("agent") && !file.op().equals("read"));
  }

  /// What only the agent tells.
  private static void told(
      Sources sources, StepRow step, Patches.Style style, Paths paths, List<FileDiff> diffs)
      throws SQLException, IOException, QueryException {
    try {
      for (var file : StepDetail.of(sources, step).files()) {
        if (file.seen() == null && file.op() != FileOp.READ && holds(paths, file.path())) {
          diffs.add(told(file, step, style));
        }
      }
    } catch (DamagedObjectException e) {
      throw new IOException(e.getMessage() + "; 'clew verify' lists what is damaged", e);
    }
  }

  /// An agent names a file as it likes: a part of its path is enough.
  private static boolean holds(Paths paths, String path) {
    return paths.holds(path)
        || paths.names().stream()
            .anyMatch(name -> path.endsWith("/" + name) || path.contains("/" + name + "/"));
  }

  private static FileDiff told(FileDetail file, StepRow step, Patches.Style style) {
    return new FileDiff(
        "",
        file.path(),
        file.from(),
        file.op(),
        null,
        null,
        new FileDiff.Who(
            "agent", "replayed", List.of(), List.of(), null, List.of(new SpanId(step.id()))),
        file.added(),
        file.removed(),
        style.lines() ? file.diff() : null,
        List.of("only the agent tells of it"),
        file.partial());
  }
}
