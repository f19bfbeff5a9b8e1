package dev.clew.capture.claude;

import dev.clew.capture.RecordContext;
import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.PromptSource;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.TitleSource;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One line of a transcript and the events it tells.
final class ClaudeRecord {
  private final RecordContext context;
  private final JsonNode line;
  private final SessionKey session;
  private final @Nullable Instant at;
  private final List<Event> events = new ArrayList<>();

  ClaudeRecord(RecordContext context, JsonNode line) {
    this.context = context;
    this.line = line;
    session = new ClaudeTranscripts().sessionOf(line, context.session()).orElse(context.session());
    at = instant(line.path("timestamp"));
  }

  List<Event> events() {
    var type = line.path("type").asString("");
    observe();
    switch (type) {
      case "assistant" -> new ClaudeAssistant(this).read();
      case "user" -> new ClaudeUser(this).read();
      case "system" -> system();
      case "progress" -> progress();
      case "attachment" -> attachment();
      case "custom-title" -> title(TitleSource.USER, "customTitle");
      case "ai-title" -> title(TitleSource.AGENT, "aiTitle");
      case "summary" -> title(TitleSource.SUMMARY, "summary");
      case "pr-link" -> pullRequest();
      default -> {}
    }
    var unknown = ClaudeFields.unknown(line, type);
    if (!unknown.isEmpty()) {
      add(new Event.Unrecognised(header(), unknown));
    }
    if (type.isEmpty() || (saysNothing() && unknown.stream().noneMatch(ClaudeRecord::isType))) {
      add(new Event.Kept(header(), type.isEmpty() ? "untyped" : type));
    }
    link();
    return events;
  }

  JsonNode line() {
    return line;
  }

  SessionKey session() {
    return session;
  }

  @Nullable Instant at() {
    return at;
  }

  void add(Event event) {
    events.add(event);
  }

  Event.Header header() {
    return new Event.Header(context.id(), events.size(), session, context.position(), at);
  }

  /// The agent's own name of this record, or ours.
  String name() {
    return line.path("uuid").isString() ? line.path("uuid").stringValue() : context.id().hex();
  }

  /// Whether nothing is told but the record's circumstances.
  private boolean saysNothing() {
    return events.stream()
        .allMatch(
            event -> event instanceof Event.SessionObserved || event instanceof Event.Unrecognised);
  }

  private static boolean isType(String unknownName) {
    return unknownName.startsWith("type:");
  }

  /// A conversation is a tree of records; a compacted one goes on from its last record by the
  /// logical parent.
  private void link() {
    var parents =
        Stream.of("parentUuid", "logicalParentUuid")
            .map(line::path)
            .filter(JsonNode::isString)
            .map(JsonNode::stringValue)
            .toList();
    if (text("uuid") != null || !parents.isEmpty()) {
      add(new Event.RecordLinked(header(), name(), parents));
    }
  }

  private void observe() {
    var version = text("version");
    var cwd = text("cwd");
    var branch = text("gitBranch");
    var entrypoint = text("entrypoint");
    var mode = text("permissionMode");
    if (version != null || cwd != null || branch != null || mode != null) {
      add(new Event.SessionObserved(header(), version, cwd, branch, entrypoint, mode, null));
    }
  }

  private void system() {
    switch (line.path("subtype").asString("")) {
      case "compact_boundary", "microcompact_boundary" -> {
        var metadata =
            line.has("compactMetadata")
                ? line.path("compactMetadata")
                : line.path("microcompactMetadata");
        add(
            new Event.ContextCompacted(
                header(),
                metadata.path("trigger").isString() ? metadata.path("trigger").stringValue() : null,
                metadata.path("preTokens").asLong(0)));
      }
      case "api_error" -> {
        var error = line.path("error");
        var message = error.path("formatted").asString(error.path("message").asString("API error"));
        add(
            new Event.ModelCallFailed(
                header(), Text.line(message), line.path("retryAttempt").asInt(0)));
      }
      case "turn_duration" -> add(new Event.TurnEnded(header(), line.path("durationMs").asLong(0)));
      default -> add(new Event.Kept(header(), "system." + line.path("subtype").asString("none")));
    }
  }

  /// Progress lines repeat what sub-agents' own files tell; only the link to them is taken.
  private void progress() {
    var data = line.path("data");
    var parent = line.path("parentToolUseID");
    if (data.path("agentId").isString() && parent.isString()) {
      add(
          new Event.SubagentStarted(
              header(),
              SpanId.ofToolCall(session, parent.stringValue()),
              session.root().subagent(data.path("agentId").stringValue()),
              null));
    } else {
      add(new Event.Kept(header(), "progress." + data.path("type").asString("none")));
    }
  }

  private void attachment() {
    var attachment = line.path("attachment");
    var type = attachment.path("type").asString("none");
    switch (type) {
      case "edited_text_file" ->
          add(new Event.FileChangedOutside(header(), attachment.path("filename").asString("")));
      case "queued_command" -> queued(attachment);
      case "deferred_tools_delta" -> offered("tools_offered", type, attachment);
      case "mcp_instructions_delta" -> offered("mcp_servers", type, attachment);
      default -> add(new Event.Kept(header(), "attachment." + type));
    }
  }

  /// What was offered to the model from then on.
  private void offered(String setting, String type, JsonNode attachment) {
    add(new Event.Kept(header(), "attachment." + type));
    var names = Text.names(attachment.path("addedNames").values());
    if (!names.isEmpty()) {
      add(new Event.SettingsTold(header(), Map.of(setting, names)));
    }
  }

  private void queued(JsonNode attachment) {
    var human = attachment.path("origin").path("kind").asString("human").equals("human");
    var prompt = Text.ofContent(attachment.path("prompt"));
    if (human && attachment.path("commandMode").asString("").equals("prompt")) {
      add(
          new Event.PromptSubmitted(
              header(), SpanId.ofTurn(session, name()), PromptSource.QUEUED, prompt, 0));
    } else {
      add(new Event.Kept(header(), "attachment.queued_command"));
    }
  }

  private void title(TitleSource source, String field) {
    add(new Event.SessionTitled(header(), source, Text.line(line.path(field).asString(""))));
  }

  private void pullRequest() {
    add(
        new Event.PullRequestLinked(
            header(),
            line.path("prNumber").asLong(0),
            line.path("prUrl").asString(""),
            text("prRepository")));
  }

  private @Nullable String text(String field) {
    var value = line.path(field);
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
