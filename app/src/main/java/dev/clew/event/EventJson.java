package dev.clew.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The canonical encoding of an event: one JSON object, fields in the order in which they are
/// declared, ids in hex, times in RFC 3339 with milliseconds, absent values left out.
///
/// `docs/formats/event.md` lists the fields.
public final class EventJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final ObjectNode json;

  private EventJson(ObjectNode json) {
    this.json = json;
  }

  /// The object that stands for `event`.
  public static ObjectNode of(Event event) {
    var encoding = new EventJson(JsonMapper.shared().createObjectNode());
    encoding.write(event);
    return encoding.json;
  }

  private void write(Event event) {
    switch (event) {
      case Event.SessionObserved e ->
          head("session_observed", e)
              .text("agent_version", e.agentVersion())
              .text("cwd", e.cwd())
              .text("branch", e.branch())
              .text("entrypoint", e.entrypoint())
              .text("permission_mode", e.permissionMode())
              .text("user", e.user());
      case Event.SettingsTold e -> {
        head("settings_told", e);
        var values = json.putObject("values");
        e.values().forEach(values::put);
      }
      case Event.SessionForked e -> head("session_forked", e).session("from", e.from());
      case Event.SessionTitled e ->
          head("session_titled", e).word("source", e.source()).text("title", e.title());
      case Event.PromptSubmitted e ->
          head("prompt_submitted", e)
              .text("turn", e.turn().hex())
              .word("source", e.source())
              .text("text", e.text())
              .number("images", e.images());
      case Event.ModelAnswered e -> head("model_answered", e).step(e.step()).answer(e.answer());
      case Event.ModelCallFailed e ->
          head("model_call_failed", e).text("error", e.error()).number("attempt", e.attempt());
      case Event.ToolRequested e -> request(e);
      case Event.ToolAnswered e -> head("tool_answered", e).step(e.step()).answer(e.answer());
      case Event.SubagentStarted e ->
          head("subagent_started", e)
              .step(e.step())
              .session("child", e.child())
              .text("type", e.type());
      case Event.ContextCompacted e ->
          head("context_compacted", e)
              .text("trigger", e.trigger())
              .number("tokens_before", e.tokensBefore());
      case Event.Placed e -> PlaceJson.write(e.place(), head("placed", e));
      case Event.ApprovalAsked e ->
          head("approval_asked", e)
              .step(e.step())
              .text("asked", e.asked())
              .text("reason", e.reason());
      case Event.TurnAborted e -> head("turn_aborted", e).text("reason", e.reason());
      case Event.TurnEnded e -> head("turn_ended", e).number("duration_ms", e.durationMs());
      case Event.GitOperated e ->
          head("git_operated", e)
              .step(e.step())
              .text("operation", e.operation())
              .text("ref", e.ref())
              .text("commit", e.commit());
      case Event.PullRequestLinked e ->
          head("pull_request_linked", e)
              .number("number", e.number())
              .text("url", e.url())
              .text("repository", e.repository());
      case Event.FileChangedOutside e -> head("file_changed_outside", e).text("path", e.path());
      case Event.SessionStarted e -> head("session_started", e).text("source", e.source());
      case Event.SessionEnded e -> head("session_ended", e).text("reason", e.reason());
      case Event.PermissionChecked e ->
          head("permission_checked", e).step(e.step()).check(e.check());
      case Event.FileChanged e ->
          WorkspaceJson.change(e.change(), head("file_changed", e).step(e.step()));
      case Event.SnapshotTaken e ->
          WorkspaceJson.state(e.state(), head("snapshot_taken", e).step(e.step()));
      case Event.WorktreeCompared e ->
          WorkspaceJson.status(e.status(), head("worktree_compared", e));
      case Event.GitMoved e -> WorkspaceJson.git(e.move(), head("git_moved", e).step(e.step()));
      case Event.CommitSeen e -> WorkspaceJson.commit(e.commit(), head("commit_seen", e));
      case Event.CaptureMissed e ->
          head("capture_missed", e)
              .step(e.step())
              .text("what", e.what())
              .text("reason", e.reason());
      case Event.WroteStale e ->
          WorkspaceJson.stale(e.write(), head("stale_write", e).step(e.step()));
      case Event.RecordLinked e ->
          head("record_linked", e).text("name", e.name()).texts("parents", e.parents());
      case Event.LinesClaimed e -> ClaimJson.write(e.claim(), head("lines_claimed", e));
      case Event.Kept e -> head("kept", e).text("type", e.type());
      case Event.Unrecognised e -> head("unrecognised", e).texts("names", e.names());
      case Event.Malformed e -> head("malformed", e).text("reason", e.reason());
    }
  }

  private EventJson head(String name, Event event) {
    var header = event.header();
    return text("event", name)
        .text("record", header.record().hex())
        .number("ordinal", header.ordinal())
        .session("session", header.session())
        .number("position", header.position())
        .text("at", header.at() == null ? null : time(header.at()));
  }

  private EventJson check(PermissionCheck check) {
    return text("asked", check.asked())
        .text("about", check.about())
        .text("mode", check.mode())
        .text("result", check.result())
        .text("source", check.source())
        .text("reason", check.reason());
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  private void request(Event.ToolRequested event) {
    head("tool_requested", event)
        .step(event.step())
        .text("call", event.call() == null ? null : event.call().hex())
        .text("tool", event.tool())
        .text("kind", event.kind().wire())
        .text("title", event.title())
        .tree("input", event.input());
    files(json.putArray("intended"), event.intended());
  }

  private void answer(ModelAnswer answer) {
    text("provider", answer.provider())
        .text("model", answer.model())
        .text("request_id", answer.requestId());
    usage("usage", answer.usage());
    text("stop_reason", answer.stopReason()).text("error", answer.error());
    blocks(answer.blocks());
    json.put("synthetic", answer.synthetic());
  }

  void blocks(List<ModelAnswer.Block> blocks) {
    var array = json.putArray("blocks");
    for (var block : blocks) {
      array.addObject().put("thinking", block.thinking()).put("text", block.text());
    }
  }

  EventJson usage(String name, @Nullable Usage usage) {
    if (usage != null) {
      new EventJson(json.putObject(name))
          .number("input", usage.input())
          .number("cache_read", usage.cacheRead())
          .number("cache_write_5m", usage.cacheWrite5m())
          .number("cache_write_1h", usage.cacheWrite1h())
          .number("output", usage.output())
          .number("reasoning", usage.reasoning())
          .flag("fast", usage.fast())
          .flag("in_us", usage.inUs())
          .number("web_searches", usage.webSearches());
    }
    return this;
  }

  private void answer(ToolAnswer answer) {
    text("status", answer.status().wire())
        .text("output", answer.output())
        .text("error", answer.error());
    files(json.putArray("files"), answer.files());
    var command = answer.command();
    if (command != null) {
      new EventJson(json.putObject("command"))
          .text("stdout", command.stdout())
          .text("stderr", command.stderr())
          .flag("interrupted", command.interrupted())
          .number("exit_code", command.exitCode())
          .text("background", command.background());
    }
    number("duration_ms", answer.durationMs()).text("denial", answer.denial());
    flag("truncated", answer.truncated());
    var images = json.putArray("images");
    for (var image : answer.images()) {
      images
          .addObject()
          .put("sha256", image.sha256())
          .put("media_type", image.mediaType())
          .put("bytes", image.bytes());
    }
  }

  private static void files(ArrayNode array, List<FileTouch> touches) {
    for (var touch : touches) {
      var file =
          new EventJson(array.addObject())
              .text("path", touch.path())
              .text("op", touch.op().wire())
              .number("added", touch.added())
              .number("removed", touch.removed());
      var edit = touch.edit();
      if (edit != null) {
        new EventJson(file.json.putObject("edit")).edit(edit);
      }
      var sight = touch.sight();
      if (sight != null) {
        new EventJson(file.json.putObject("sight"))
            .text("text", sight.text())
            .number("first", sight.first())
            .number("total", sight.total());
      }
    }
  }

  private void edit(FileEdit edit) {
    switch (edit) {
      case FileEdit.Rewrite e ->
          text("form", "rewrite").text("original", e.original()).text("content", e.content());
      case FileEdit.Replace e ->
          text("form", "replace")
              .text("original", e.original())
              .text("old_text", e.oldText())
              .text("new_text", e.newText())
              .flag("all", e.all());
      case FileEdit.Restored e -> text("form", "restored").text("sha256", e.sha256());
      case FileEdit.Patch e ->
          text("form", "patch").word("format", e.format()).text("text", e.text());
    }
  }

  EventJson session(String name, SessionKey session) {
    new EventJson(json.putObject(name))
        .text("agent", session.agent())
        .text("agent_session", session.agentSession())
        .text("subagent", session.subagent());
    return this;
  }

  private EventJson step(@Nullable SpanId step) {
    return text("step", step == null ? null : step.hex());
  }

  /// The array `name` within this one: a function that gives its next object.
  java.util.function.Supplier<EventJson> array(String name) {
    var array = json.putArray(name);
    return () -> new EventJson(array.addObject());
  }

  /// Texts of which some are absent: these are `null`.
  EventJson optionalTexts(String name, List<@Nullable String> values) {
    var array = json.putArray(name);
    values.forEach(array::add);
    return this;
  }

  /// The object `name` within this one.
  EventJson within(String name) {
    return new EventJson(json.putObject(name));
  }

  EventJson text(String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
    return this;
  }

  EventJson word(String name, Enum<?> value) {
    return text(name, value.name().toLowerCase(java.util.Locale.ROOT));
  }

  EventJson number(String name, @Nullable Number value) {
    if (value != null) {
      json.put(name, value.longValue());
    }
    return this;
  }

  EventJson flag(String name, boolean value) {
    json.put(name, value);
    return this;
  }

  EventJson texts(String name, List<String> values) {
    var array = json.putArray(name);
    values.forEach(array::add);
    return this;
  }

  private EventJson tree(String name, JsonNode value) {
    json.set(name, value);
    return this;
  }
}
