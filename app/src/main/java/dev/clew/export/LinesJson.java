package dev.clew.export;

import dev.clew.event.SpanId;
import dev.clew.query.CommitLines;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The lines that a commit brought, as JSON: Clew's own form, and what the others are made from.
final class LinesJson {
  static final String FORMAT = "clew.lines";
  static final int VERSION = 1;

  private LinesJson() {}

  static void write(CommitLines.OfCommit of, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("format", FORMAT);
    json.writeNumberProperty("version", VERSION);
    json.writeStringProperty("commit", of.commit().id());
    json.writeArrayPropertyStart("parents");
    of.commit().parents().forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("committed_at", of.commit().at().toString());
    json.writeStringProperty("committer", of.commit().committer());
    json.writeArrayPropertyStart("files");
    for (var file : of.files()) {
      json.writeStartObject();
      json.writeStringProperty("path", file.path());
      json.writeStringProperty("blob", file.blob());
      json.writeNumberProperty("lines", file.lines());
      if (file.coarse()) {
        json.writeBooleanProperty("coarse", true);
      }
      json.writeArrayPropertyStart("ranges");
      file.ranges().forEach(range -> write(range, json));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(CommitLines.Range range, JsonGenerator json) {
    var claim = range.claim();
    json.writeStartObject();
    json.writeNumberProperty("from", range.lines().from());
    json.writeNumberProperty("to", range.lines().to());
    if (claim == null) {
      own(range, json);
    } else {
      var said = claim.claim();
      json.writeStringProperty("class", said.by().wire());
      json.writeStringProperty("confidence", "inferred");
      json.writeArrayPropertyStart("evidence");
      json.writeString("claimed");
      json.writeString(said.form());
      json.writeEndArray();
      text(json, "agent", said.tool());
      text(json, "agent_session", said.conversation());
      text(json, "model", said.model());
      text(json, "person", said.person());
      text(json, "author", said.author());
      text(json, "tool_call", said.call());
      text(json, "url", said.url());
    }
    json.writeEndObject();
  }

  private static void own(CommitLines.Range range, JsonGenerator json) {
    var cause = range.cause();
    json.writeStringProperty("class", cause.origin().wire());
    json.writeStringProperty("confidence", cause.confidence().wire());
    json.writeArrayPropertyStart("evidence");
    cause.evidence().forEach(json::writeString);
    json.writeEndArray();
    if (!cause.candidates().isEmpty()) {
      json.writeArrayPropertyStart("candidates");
      cause.candidates().stream().map(SpanId::hex).forEach(json::writeString);
      json.writeEndArray();
    }
    var session = range.session();
    if (session != null) {
      text(json, "session", session.id());
      text(json, "agent", session.agent());
      text(json, "agent_session", session.agentSession());
      text(json, "subagent", session.subagent());
    }
    var author = range.author();
    var step = cause.step();
    if (step != null) {
      text(json, "step", new SpanId(step).hex());
    }
    if (author != null) {
      var turn = author.turn();
      text(json, "turn", turn == null ? null : new SpanId(turn).hex());
      text(json, "model", author.model());
      text(json, "prompt", author.prompt());
    }
    var at = cause.at();
    text(json, "at", at == null ? null : Instant.ofEpochMilli(at).toString());
    text(json, "commit", cause.commit());
  }

  private static void text(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }
}
