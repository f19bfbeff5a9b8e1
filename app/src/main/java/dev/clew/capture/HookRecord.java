package dev.clew.capture;

import dev.clew.event.Event;
import dev.clew.event.FileTouch;
import dev.clew.event.PermissionCheck;
import dev.clew.event.PromptSource;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.ToolAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One hook's record and the events it tells: what the adapters of all agents have in common.
///
/// A call that its payload does not name is the one that the recorder saw it to be about, else one
/// of its own.
public final class HookRecord {
  private static final String UNKNOWN = "unknown";

  private final RecordContext context;
  private final HookEnvelope envelope;
  private final JsonNode payload;
  private final SessionKey session;
  private final @Nullable Instant at;
  private final List<Event> events = new ArrayList<>();
  private final Map<String, String> settings = new TreeMap<>();

  /// The record around `envelope`.
  ///
  /// @param session whose payload it is
  public HookRecord(RecordContext context, HookEnvelope envelope, SessionKey session) {
    this.context = context;
    this.session = session;
    this.envelope = envelope;
    payload = envelope.payload();
    var epoch = Instant.EPOCH.equals(envelope.at());
    at = epoch ? null : Instant.ofEpochMilli(envelope.at().toEpochMilli());
  }

  /// A call of a tool, as a hook tells it.
  ///
  /// @param id the step that it is
  /// @param named whether the agent, or the recorder, named it
  /// @param input the arguments; `null` of JSON when there are none
  public record Call(
      SpanId id,
      boolean named,
      String tool,
      StepKind kind,
      String title,
      JsonNode input,
      List<FileTouch> intended) {}

  /// The agent's main conversation with this id; one named `unknown` for a payload without.
  public static SessionKey session(String agent, @Nullable String id) {
    return SessionKey.main(agent, id == null ? UNKNOWN : id);
  }

  /// What the agent sent.
  public JsonNode payload() {
    return payload;
  }

  /// The conversation.
  public SessionKey session() {
    return session;
  }

  /// The payload with what the hook client adds.
  public HookEnvelope envelope() {
    return envelope;
  }

  /// The record's name, for what has no other.
  public String name() {
    return context.id().hex();
  }

  /// For the next event.
  public Event.Header header() {
    return new Event.Header(context.id(), events.size(), session, Event.Header.NOWHERE, at);
  }

  /// Takes an event.
  public void add(Event event) {
    events.add(event);
  }

  /// The hook says nothing that is indexed, or nothing that another one does not say.
  public void kept(String what) {
    add(new Event.Kept(header(), Text.line(what)));
  }

  /// A setting that holds from here on; nothing when it is absent.
  public void setting(String name, @Nullable String value) {
    if (value != null) {
      settings.put(name, Text.line(value));
    }
  }

  /// Where and how the agent works; nothing when neither is told.
  public void observed(@Nullable String version, @Nullable String cwd, @Nullable String mode) {
    if (version != null || cwd != null || mode != null) {
      add(new Event.SessionObserved(header(), version, cwd, null, null, mode, null));
    }
  }

  /// A prompt, whose turn has the agent's own id `prompt`, or none.
  public void prompted(@Nullable String prompt, PromptSource source, String text, int images) {
    if (text.isBlank() && images == 0) {
      kept("prompt.empty");
      return;
    }
    var turn =
        prompt == null
            ? SpanId.ofRecord("clew/turn/v1", context.id())
            : SpanId.ofTurn(session, prompt);
    var from = session.subagent() == null ? source : PromptSource.PARENT_AGENT;
    add(new Event.PromptSubmitted(header(), turn, from, text, images));
  }

  /// The name of the call that a payload without one tells of.
  public static String callName(HookEnvelope envelope) {
    return envelope.call() == null ? UnnamedCall.name(envelope) : envelope.call();
  }

  /// A tool is about to run.
  public void requested(Call call) {
    add(
        new Event.ToolRequested(
            header(),
            call.id(),
            null,
            call.tool(),
            call.kind(),
            call.title(),
            call.input(),
            call.intended()));
  }

  /// A tool has run, or has not: the call again, and its answer.
  public void answered(Call call, ToolAnswer answer) {
    requested(call);
    add(new Event.ToolAnswered(header(), call.id(), answer));
  }

  /// It was checked whether a tool may run.
  public void checked(
      @Nullable SpanId step,
      Call call,
      @Nullable String mode,
      String result,
      @Nullable String source,
      @Nullable String reason) {
    add(
        new Event.PermissionChecked(
            header(),
            step,
            new PermissionCheck(
                call.tool(),
                call.title(),
                mode,
                result,
                source,
                reason == null ? null : Text.line(reason))));
  }

  /// What was taken.
  public List<Event> told() {
    return List.copyOf(events);
  }

  /// All that the record tells; never nothing.
  ///
  /// @param fields what is known of the agent's hooks
  /// @param hook the hook's name
  public List<Event> events(HookFields fields, String hook) {
    if (!settings.isEmpty()) {
      add(new Event.SettingsTold(header(), new TreeMap<>(settings)));
    }
    var unknown = fields.unknown(hook, payload);
    if (!unknown.isEmpty()) {
      add(new Event.Unrecognised(header(), unknown));
    }
    if (events.stream().allMatch(HookRecord::isAside)) {
      kept(hook.isEmpty() ? "hook" : hook);
    }
    return List.copyOf(events);
  }

  private static boolean isAside(Event event) {
    return event instanceof Event.SessionObserved;
  }

  /// The text of a field of the payload; absent when it is none, or empty.
  public @Nullable String text(String field) {
    return text(payload, field);
  }

  /// The text of a field; absent when it is none, or empty.
  public static @Nullable String text(JsonNode value, String field) {
    var found = value.path(field);
    return found.isString() && !found.stringValue().isBlank() ? found.stringValue() : null;
  }

  /// The first of these fields of the payload that has a text; absent when none has.
  public @Nullable String first(String... names) {
    for (var name : names) {
      var found = text(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// A count of milliseconds; absent when the field holds none.
  public @Nullable Long millis(String field) {
    var value = payload.path(field);
    if (!value.isNumber()) {
      return null;
    }
    var number = value.asDouble(Double.NaN);
    return number >= 0 && number < Long.MAX_VALUE ? Long.valueOf(Math.round(number)) : null;
  }

  /// A text as a value.
  public static JsonNode asText(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }

  /// The value; `null` of JSON where there is none.
  public static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
  }
}
