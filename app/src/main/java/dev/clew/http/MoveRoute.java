package dev.clew.http;

import dev.clew.query.MovePlan;
import dev.clew.query.MoveQuestion;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.recorder.BrokenMoves;
import dev.clew.recorder.Conflicts;
import dev.clew.recorder.MoveDoor;
import dev.clew.recorder.MoveResult;
import dev.clew.recorder.Mover;
import dev.clew.recorder.NoMoveException;
import dev.clew.recorder.Recorder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Makes a move: `{"verb":"undo","what":ID,...}`, with the parameters of the question of that name.
/// With `"dry_run":true` it only plans, and tells the `tree` that the plan is for; given back with
/// the order, a workspace that has changed since is refused.
final class MoveRoute implements Route {
  private static final int CONFLICT = 409;

  private final Recorder recorder;
  private final SourcesPool sources;
  private final SecureRandom random = new SecureRandom();

  MoveRoute(Recorder recorder, SourcesPool sources) {
    this.recorder = recorder;
    this.sources = sources;
  }

  @Override
  public void answer(Exchange exchange)
      throws RefusedException, QueryException, IOException, SQLException, InterruptedException {
    var wanted = Wanted.of(exchange.json());
    if (!wanted.dryRun) {
      // One that was broken off is ended before another begins.
      new BrokenMoves(recorder.home(), door(), random).resume();
    }
    var plan = sources.with(open -> wanted.question.plan(wanted.request, open));
    if (wanted.dryRun || plan.isNothing()) {
      if (!wanted.dryRun && wanted.aborts) {
        Conflicts.settle(recorder.home(), plan.root().folder());
      }
      exchange.json(out -> write(plan, null, out));
      return;
    }
    if (!wanted.tree.isEmpty() && !wanted.tree.equals(plan.tree())) {
      throw RefusedException.of(CONFLICT, "the files have changed since this was shown");
    }
    var result = make(plan, wanted.aborts);
    exchange.json(out -> write(plan, result, out));
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
          case "dry_run" -> {
            if (!value.isBoolean()) {
              throw RefusedException.of(400, "dry_run: expected true or false");
            }
            dryRun = value.asBoolean();
          }
          case "tree" -> {
            if (!value.isString() || !value.asString().matches("[0-9a-f]{64}")) {
              throw RefusedException.of(400, "tree: expected one that a preview gave");
            }
            tree = value.asString();
          }
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

  private MoveDoor door() throws IOException {
    return MoveDoor.to(recorder.takeHooks(new PrintWriter(Writer.nullWriter())));
  }

  private MoveResult make(MovePlan plan, boolean aborts)
      throws RefusedException, IOException, SQLException, InterruptedException {
    try {
      return new Mover(recorder.home(), door(), random)
          .make(aborts ? plan.orderAbort() : plan.order());
    } catch (NoMoveException e) {
      throw RefusedException.of(CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  private static void write(MovePlan plan, @Nullable MoveResult result, JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("items");
    plan.paths().forEach(step -> step.write(json));
    json.writeEndArray();
    json.writeStringProperty("title", plan.title());
    json.writeStringProperty("root", plan.root().folder().toString());
    json.writeStringProperty("tree", plan.tree());
    json.writeNumberProperty("changes", plan.changes());
    json.writeNumberProperty("conflicts", plan.conflicts());
    json.writeArrayPropertyStart("conversations");
    plan.conversations().forEach(each -> each.write(json));
    json.writeEndArray();
    if (result != null) {
      json.writeStringProperty("session", result.session());
      json.writeStringProperty("move", result.step().hex());
      json.writeStringProperty("before", result.before());
      result.after().ifPresent(after -> json.writeStringProperty("after", after));
      json.writeArrayPropertyStart("left");
      for (var outcome : result.left()) {
        json.writeStartObject();
        json.writeStringProperty("path", outcome.path());
        json.writeStringProperty("reason", outcome.left());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
