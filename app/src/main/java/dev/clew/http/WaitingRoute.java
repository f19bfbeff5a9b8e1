package dev.clew.http;

import dev.clew.move.Reverting;
import dev.clew.move.Reverting.End;
import dev.clew.move.Waiting;
import dev.clew.query.QueryException;
import dev.clew.recorder.Conflicts;
import dev.clew.recorder.NoMoveException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;

/// Goes on with a move that waits in a workspace, or takes it back:
/// `{"verb":"continue"|"abort","folder":ROOT,"step":ID}`. With `abort` also `dry_run`, `files` and
/// `tree`, as for every move.
///
/// What is to be ended has to be named as it was shown: another move may wait there by now.
final class WaitingRoute implements Route {
  private static final Set<String> TEXTS = Set.of("verb", "folder", "step");
  private static final Set<String> FLAGS = Set.of("dry_run", "files");

  private final RecorderMoves moves;
  private final SourcesPool sources;
  private final Reverting reverting;

  WaitingRoute(RecorderMoves moves, SourcesPool sources, Reverting reverting) {
    this.moves = moves;
    this.sources = sources;
    this.reverting = reverting;
  }

  @Override
  public void answer(Exchange exchange)
      throws RefusedException, QueryException, IOException, SQLException, InterruptedException {
    var fields = OrderFields.of(exchange.json(), TEXTS, FLAGS);
    var verb = fields.text("verb");
    var step = fields.text("step");
    var root = fields.path("folder");
    try {
      switch (verb) {
        case "continue" -> {
          if (fields.flag("dry_run") || fields.flag("files") || !fields.tree().isEmpty()) {
            throw RefusedException.of(400, "continue: has folder and step");
          }
          moves.endBroken(); // half of it may be written
          var end = goOn(open(root, step));
          exchange.json(out -> {
            out.writeStartObject();
            EndAnswer.write(end, out);
            out.writeEndObject();
          });
        }
        case "abort" -> abort(root, step, fields, exchange);
        default -> throw RefusedException.of(400, "verb: expected continue or abort");
      }
    } catch (NoMoveException e) {
      throw RecorderMoves.refused(e);
    }
  }

  private Conflicts open(Path root, String step)
      throws RefusedException, QueryException, IOException {
    var open = Waiting.in(root, moves.home());
    if (!open.step().equals(step)) {
      throw RecorderMoves.refused("another move waits there by now: see which, and try again");
    }
    return open;
  }

  private End goOn(Conflicts open) throws NoMoveException, IOException, InterruptedException {
    if (open.message() != null) {
      return reverting.goOn(open);
    }
    var marked = open.open();
    if (!marked.isEmpty()) {
      return new End.Marked(marked);
    }
    open.settle(moves.home());
    return new End.Nothing();
  }

  private void abort(Path root, String step, OrderFields fields, Exchange exchange)
      throws RefusedException,
          NoMoveException,
          QueryException,
          IOException,
          SQLException,
          InterruptedException {
    var dryRun = fields.flag("dry_run");
    if (!dryRun) {
      moves.endBroken();
    }
    var open = open(root, step);
    var commits = open.message() != null;
    if (commits) {
      reverting.checkUncommitted(open, dryRun);
    }
    var files = commits || fields.flag("files");
    var plan = sources.with(all -> Waiting.back(open, files, all));
    if (dryRun) {
      exchange.json(out -> MoveAnswer.write(plan, null, out));
      return;
    }
    RecorderMoves.checkTree(fields.tree(), plan);
    var result = plan.isNothing() ? null : reverting.abort(plan, open, moves);
    if (result == null) {
      open.settle(moves.home());
    }
    exchange.json(out -> MoveAnswer.write(plan, result, out));
  }
}
