package dev.clew.capture.codex;

import dev.clew.capture.RecordContext;
import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.Place;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// One line of a rollout and the events it tells.
final class CodexRecord {
  /// What the harness may call itself a subject of: a call id that is unique everywhere is long.
  static final int UNIQUE = 24;

  private final RecordContext context;
  private final JsonNode line;
  private final SessionKey session;
  private final @Nullable Instant at;
  private final List<Event> events = new ArrayList<>();

  CodexRecord(RecordContext context, JsonNode line) {
    this.context = context;
    this.line = line;
    session = context.session();
    at = instant(line.path("timestamp"));
  }

  List<Event> events() {
    var type = type();
    var payload = line.has("payload") || !isBare() ? line.path("payload") : line;
    switch (type) {
      case "session_meta" -> new CodexContext(this, payload).meta();
      case "turn_context" -> new CodexContext(this, payload).turn();
      case "response_item" -> new CodexItem(this, payload).read();
      case "event_msg" -> new CodexEvent(this, payload).read();
      case "compacted" -> add(new Event.ContextCompacted(header(), null, 0));
      default -> {}
    }
    var unknown = CodexFields.unknown(line, type, payload);
    if (!unknown.isEmpty()) {
      add(new Event.Unrecognised(header(), unknown));
    }
    if (events.isEmpty()) {
      kept(type.isEmpty() ? "untyped" : name(type, payload));
    }
    return events;
  }

  /// The envelope's type, or the one that a line from before the envelope would have had.
  private String type() {
    if (!isBare()) {
      return line.path("type").asString("");
    }
    if (line.has("record_type")) {
      return "state";
    }
    return CodexTranscripts.isBareMeta(line)
        ? "session_meta"
        : CodexFields.isItem(line.path("type").asString("")) ? "response_item" : "";
  }

  private boolean isBare() {
    return !line.has("payload")
        && (line.has("record_type")
            || CodexTranscripts.isBareMeta(line)
            || CodexFields.isItem(line.path("type").asString("")));
  }

  static String name(String type, JsonNode payload) {
    var kind = payload.path("type").asString("");
    return kind.isEmpty() || kind.equals(type) ? Text.line(type) : type + "." + Text.line(kind);
  }

  SessionKey session() {
    return session;
  }

  /// The id of the file's own thread.
  String thread() {
    var subagent = session.subagent();
    return subagent == null ? session.agentSession() : subagent;
  }

  /// The session of another thread of the same tree.
  SessionKey threadOf(String id) {
    return id.equals(session.agentSession()) ? session.root() : session.root().subagent(id);
  }

  @Nullable Instant at() {
    return at;
  }

  void add(Event event) {
    events.add(event);
  }

  void place(Place place) {
    add(new Event.Placed(header(), place));
  }

  void kept(String what) {
    add(new Event.Kept(header(), what));
  }

  void unrecognised(String what) {
    add(new Event.Unrecognised(header(), List.of(what)));
  }

  Event.Header header() {
    return new Event.Header(context.id(), events.size(), session, context.position(), at);
  }

  /// The step of a call: the provider's own ids are random and keep in copied history; an id that
  /// somebody else made up is one of this session alone.
  SpanId step(JsonNode call) {
    var id = call.asString("");
    if (id.isEmpty()) {
      return SpanId.ofRecord("clew/tool/v1", context.id());
    }
    return step(session, id);
  }

  static SpanId step(SessionKey session, String call) {
    return call.length() >= UNIQUE
        ? SpanId.ofUniqueToolCall(session.agent(), call)
        : SpanId.ofToolCall(session, call);
  }

  /// The value; `null` of JSON where there is none.
  static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  static @Nullable String text(JsonNode value) {
    return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
  }

  private static @Nullable Instant instant(JsonNode value) {
    if (!value.isString()) {
      return null;
    }
    try {
      return Instant.ofEpochMilli(Instant.parse(value.stringValue()).toEpochMilli());
    } catch (DateTimeParseException | ArithmeticException e) {
      return null; // no time, or one beyond what milliseconds can count
    }
  }
}
