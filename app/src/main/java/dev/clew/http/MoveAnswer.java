package dev.clew.http;

import dev.clew.query.MovePlan;
import dev.clew.recorder.MoveResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// How a move is answered: what it would do, and where it was made what came of it.
final class MoveAnswer {
  private MoveAnswer() {}

  static void write(MovePlan plan, @Nullable MoveResult result, JsonGenerator json) {
    json.writeStartObject();
    writeFields(plan, result, json);
    json.writeEndObject();
  }

  /// The same inside of an object that has more.
  static void writeFields(MovePlan plan, @Nullable MoveResult result, JsonGenerator json) {
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
      write(result, json);
    }
  }

  private static void write(MoveResult result, JsonGenerator json) {
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
}
