package dev.clew.capture.opencode;

import dev.clew.capture.HookFields;
import dev.clew.capture.HookRecord;
import dev.clew.capture.HookRecord.Call;
import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.ModelAnswer;
import dev.clew.event.PermissionCheck;
import dev.clew.event.PromptSource;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.TitleSource;
import dev.clew.event.ToolAnswer;
import dev.clew.event.ToolAnswer.CommandResult;
import dev.clew.event.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one of OpenCode's hooks or events says.
final class OpenCodeHook {
  /// More tokens than any call can have.
  private static final long MOST = 100_000_000;

  static final HookFields KNOWN =
      HookFields.of(
          "hook_type session_id root_session_id cwd version properties",
          "session.created",
          "session.idle",
          "session.error",
          "session.compacted",
          "session.deleted",
          "chat.message message_id agent model text images",
          "tool.execute.before call_id tool args",
          "tool.execute.after call_id tool args title output metadata duration_ms result",
          "tool.execute.failed call_id tool args error metadata duration_ms",
          "permission.asked",
          "permission.replied",
          "message.completed info text");

  private final HookRecord record;
  private final String hook;

  OpenCodeHook(HookRecord record, String hook) {
    this.record = record;
    this.hook = hook;
  }

  void read() {
    record.observed(record.text("version"), record.text("cwd"), null);
    var properties = record.payload().path("properties");
    switch (hook) {
      case "session.created" -> created(properties.path("info"));
      case "session.deleted" -> record.add(new Event.SessionEnded(record.header(), "deleted"));
      case "session.idle" -> record.add(new Event.TurnEnded(record.header(), 0));
      case "session.compacted" -> record.add(new Event.ContextCompacted(record.header(), null, 0));
      case "session.error" -> {
        var error = properties.path("error");
        var text =
            error
                .path("data")
                .path("message")
                .asString(
                    error.path("name").asString(properties.path("message").asString("error")));
        record.add(new Event.ModelCallFailed(record.header(), Text.line(text), 0));
      }
      case "chat.message" -> prompted();
      case "tool.execute.before" -> record.requested(call());
      case "tool.execute.after" -> answered();
      case "tool.execute.failed" -> failed();
      case "permission.asked", "permission.replied" -> checked(properties);
      case "message.completed" -> completed(record.payload().path("info"));
      default -> {} // kept
    }
  }

  private Call call() {
    return OpenCodeTool.call(record.session(), record.envelope());
  }

  private void created(JsonNode info) {
    record.add(new Event.SessionStarted(record.header(), null));
    var title = HookRecord.text(info, "title");
    if (title != null) {
      record.add(new Event.SessionTitled(record.header(), TitleSource.SUMMARY, Text.line(title)));
    }
  }

  private void prompted() {
    var text = record.text("text");
    record.setting("agent", record.text("agent"));
    record.setting("model", HookRecord.text(record.payload().path("model"), "modelID"));
    record.setting("provider", HookRecord.text(record.payload().path("model"), "providerID"));
    var images = record.payload().path("images").asInt(0);
    record.prompted(record.text("message_id"), PromptSource.USER, text == null ? "" : text, images);
  }

  private void answered() {
    var payload = record.payload();
    var result = payload.path("result");
    var output = payload.path("output").asString(result.path("output").asString(""));
    var metadata = payload.has("metadata") ? payload.path("metadata") : result.path("metadata");
    var call = call();
    var exit =
        metadata.path("exit").isInt() ? Integer.valueOf(metadata.path("exit").asInt()) : null;
    var failed = call.kind() == StepKind.BASH_COMMAND && exit != null && exit != 0;
    var line = Text.line(output);
    record.answered(
        call,
        new ToolAnswer(
            failed ? StepStatus.ERROR : StepStatus.OK,
            output,
            failed ? (line.isEmpty() ? "exit code " + exit : line) : null,
            List.of(),
            call.kind() == StepKind.BASH_COMMAND
                ? new CommandResult(output, "", false, exit, null)
                : null,
            record.millis("duration_ms"),
            null,
            metadata.path("truncated").asBoolean(false),
            List.of()));
    record.checked(call.id(), call, null, "allowed", null, null);
    started(call, metadata);
  }

  /// The `task` tool says which session it started.
  private void started(Call call, JsonNode metadata) {
    var child = HookRecord.text(metadata, "sessionId");
    if (child == null) {
      child = HookRecord.text(metadata, "sessionID");
    }
    if (child != null && call.kind() == StepKind.SUBAGENT) {
      record.add(
          new Event.SubagentStarted(
              record.header(),
              call.id(),
              record.session().root().subagent(child),
              HookRecord.text(call.input(), "subagent_type")));
    }
  }

  private void failed() {
    var told = record.text("error");
    var error = told == null ? "failed" : told;
    var call = call();
    record.answered(
        call,
        new ToolAnswer(
            StepStatus.ERROR,
            error,
            Text.line(error),
            List.of(),
            call.kind() == StepKind.BASH_COMMAND
                ? new CommandResult("", error, false, null, null)
                : null,
            record.millis("duration_ms"),
            null,
            false,
            List.of()));
  }

  private void checked(JsonNode asked) {
    var call = HookRecord.text(asked, "callID");
    if (call == null) {
      call = HookRecord.text(asked.path("tool"), "callID");
    }
    var reply = HookRecord.text(asked, "reply");
    if (reply == null) {
      reply = HookRecord.text(asked, "response");
    }
    var what = HookRecord.text(asked, "permission");
    if (what == null) {
      what = HookRecord.text(asked, "type");
    }
    var about = HookRecord.text(asked, "title");
    record.add(
        new Event.PermissionChecked(
            record.header(),
            call == null ? null : SpanId.ofToolCall(record.session(), call),
            new PermissionCheck(
                what == null ? "tool" : what,
                about == null ? null : Text.line(about),
                null,
                reply == null ? "asked" : reply.equals("reject") ? "denied" : "allowed",
                reply == null ? null : "user",
                reply)));
  }

  /// An answer of the model with its tokens.
  private void completed(JsonNode info) {
    var id = HookRecord.text(info, "id");
    var error = info.path("error");
    var text = record.text("text");
    record.add(
        new Event.ModelAnswered(
            record.header(),
            SpanId.ofModelCall(record.session(), id == null ? record.name() : id, ""),
            new ModelAnswer(
                info.path("providerID").asString("opencode"),
                HookRecord.text(info, "modelID"),
                null,
                usage(info.path("tokens")),
                HookRecord.text(info, "finish"),
                error.isObject()
                    ? Text.line(
                        error
                            .path("data")
                            .path("message")
                            .asString(error.path("name").asString("error")))
                    : null,
                text == null ? List.of() : List.of(new ModelAnswer.Block(false, text)),
                false)));
  }

  /// Tokens in disjoint buckets, as the agent counts them.
  private static @Nullable Usage usage(JsonNode tokens) {
    var input = tokens.path("input").asLong(-1);
    var output = tokens.path("output").asLong(-1);
    var reasoning = tokens.path("reasoning").asLong(0);
    var read = tokens.path("cache").path("read").asLong(0);
    var written = tokens.path("cache").path("write").asLong(0);
    for (var count : new long[] {input, output, reasoning, read, written}) {
      if (count < 0 || count > MOST) {
        return null;
      }
    }
    return new Usage(input, read, written, 0, output, reasoning, false, false, 0);
  }
}
