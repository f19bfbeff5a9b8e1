package dev.clew.http;

import dev.clew.query.MovePlan;
import dev.clew.query.MoveQuestion;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.recorder.Conflicts;
import dev.clew.recorder.MoveResult;
import dev.clew.recorder.NoMoveException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import tools.jackson.databind.JsonNode;

/// Makes a move: `{"verb":"undo","what":ID,...}`, with the parameters of the question of that name.
/// With `"dry_run":true` it only plans, and tells the `tree` that the plan is for; given back with
/// the order, a workspace that has changed since is refused.
final class MoveRoute implements Route {
  private final RecorderMoves moves;
  private final SourcesPool sources;

  MoveRoute(RecorderMoves moves, SourcesPool sources) {
    this.moves = moves;
    this.sources = sources;
  }

  @Override
  public void answer(Exchange exchange)
      throws RefusedException, QueryException, IOException, SQLException, InterruptedException {
    var wanted = Wanted.of(exchange.json());
    if (!wanted.dryRun) {
      moves.endBroken();
    }
    var plan = sources.with(open -> wanted.question.plan(wanted.request, open));
    if (wanted.dryRun || plan.isNothing()) {
      if (!wanted.dryRun && wanted.aborts) {
        Conflicts.settle(moves.home(), plan.root().folder());
      }
      exchange.json(out -> MoveAnswer.write(plan, null, out));
      return;
    }
    RecorderMoves.checkTree(wanted.tree, plan);
    var result = make(plan, wanted.aborts);
    exchange.json(out -> MoveAnswer.write(plan, result, out));
  }

  /// What is ordered.
  ///
  /// @param tree the workspace as it must be; empty where that does not matter
  /// @param aborts whether a move is taken back together with its conflicts
  private record Wanted(
      MoveQuestion question, Request request, boolean dryRun, String tree, boolean aborts) {
    static Wanted of(JsonNode json) throws RefusedException, QueryException {
      if (!json.isObject()) {
        throw RefusedException.of(400, "expected one JSON object");
      }
      var question = question(json.path("verb"));
      var values = new HashMap<String, String>();
      var dryRun = false;
      var tree = "";
      for (var field : json.properties()) {
        var value = field.getValue();
        switch (field.getKey()) {
          case "verb" -> {}
          case "dry_run" -> dryRun = OrderFields.flag(field.getKey(), value);
          case "tree" -> tree = OrderFields.tree(value);
          default -> {
            if (!value.isString() && !value.isBoolean()) {
              throw RefusedException.of(400, field.getKey() + ": expected text, true or false");
            }
            values.put(field.getKey(), value.asString());
          }
        }
      }
      var aborts = Boolean.parseBoolean(values.getOrDefault("abort", "false"));
      return new Wanted(question, Request.of(question, values), dryRun, tree, aborts);
    }

    private static MoveQuestion question(JsonNode verb) throws RefusedException {
      for (var each : MoveQuestion.Verb.values()) {
        if (verb.isString() && each.wire().equals(verb.asString())) {
          return new MoveQuestion(each);
        }
      }
      throw RefusedException.of(400, "verb: expected rewind, undo, redo or keep");
    }
  }

  private MoveResult make(MovePlan plan, boolean aborts)
      throws RefusedException, IOException, SQLException, InterruptedException {
    try {
      return moves.make(aborts ? plan.orderAbort() : plan.order());
    } catch (NoMoveException e) {
      throw RecorderMoves.refused(e);
    }
  }
}
