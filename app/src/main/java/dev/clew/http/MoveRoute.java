package dev.clew.http;

import dev.clew.query.MovePlan;
import dev.clew.query.MoveQuestion;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.recorder.MoveOrder;
import dev.clew.recorder.MoveResult;
import dev.clew.recorder.Mover;
import dev.clew.recorder.Recorder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
    var json = exchange.json();
    var question = question(json.path("verb").asString(""));
    var request = Request.of(question, values(question, json));
    var plan = sources.with(open -> question.plan(request, open));
    if (json.path("dry_run").asBoolean(false)) {
      exchange.json(out -> write(plan, null, out));
      return;
    }
    var tree = json.path("tree").asString("");
    if (!tree.isEmpty() && !tree.equals(plan.tree())) {
      throw RefusedException.of(CONFLICT, "the files have changed since this was shown");
    }
    var result = make(plan);
    exchange.json(out -> write(plan, result, out));
  }

  private static MoveQuestion question(String verb) throws RefusedException {
    for (var each : MoveQuestion.Verb.values()) {
      if (each.name().equals(verb.toUpperCase(Locale.ROOT))) {
        return new MoveQuestion(each);
      }
    }
    throw RefusedException.of(400, "verb: expected rewind, undo, redo or keep");
  }

  private static Map<String, String> values(MoveQuestion question, JsonNode json) {
    var values = new HashMap<String, String>();
    for (var parameter : question.parameters()) {
      var value = json.path(parameter.name());
      if (value.isString() || value.isBoolean()) {
        values.put(parameter.name(), value.asString());
      }
    }
    return values;
  }

  private MoveResult make(MovePlan plan)
      throws RefusedException, IOException, SQLException, InterruptedException {
    var intake = recorder.takeHooks(new PrintWriter(Writer.nullWriter()));
    try {
      return new Mover(
              recorder.home(),
              frame -> intake.take(new ByteArrayInputStream(frame.bytes())),
              random)
          .make(
              new MoveOrder(
                  plan.verb(), plan.title(), plan.root().folder(), plan.tree(), plan.orders()));
    } catch (Mover.NoMoveException e) {
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
    if (result != null) {
      json.writeStringProperty("move", result.step().hex());
      json.writeStringProperty("before", result.before());
      result.after().ifPresent(after -> json.writeStringProperty("after", after));
      json.writeArrayPropertyStart("left");
      for (var outcome : result.outcomes()) {
        if (!outcome.isDone()) {
          json.writeStartObject();
          json.writeStringProperty("path", outcome.path());
          json.writeStringProperty("reason", outcome.left());
          json.writeEndObject();
        }
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
