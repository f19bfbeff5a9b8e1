package dev.clew.capture.claude;

import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookRecord;
import dev.clew.capture.HookRecord.Call;
import dev.clew.capture.Text;
import dev.clew.event.FileTouch;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import dev.clew.event.ToolAnswer.CommandResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A call of a tool and its answer, as Claude Code's hooks tell them.
final class ClaudeHookTool {
  private ClaudeHookTool() {}

  static Call call(SessionKey session, HookEnvelope envelope) {
    var payload = envelope.payload();
    var named = HookRecord.text(payload, "tool_name");
    var tool = named == null ? "unnamed" : named;
    var input = HookRecord.orNull(payload.path("tool_input"));
    var id = HookRecord.text(payload, "tool_use_id");
    return new Call(
        SpanId.ofToolCall(session, id == null ? HookRecord.callName(envelope) : id),
        id != null,
        tool,
        ClaudeTools.kind(tool),
        ClaudeTools.title(tool, input),
        input,
        ClaudeTools.intended(tool, input));
  }

  /// What the answer says that was done to files, else what was meant to be done.
  static List<FileTouch> touched(Call call, JsonNode payload) {
    var told = ClaudeFiles.touched(payload.path("tool_response"));
    return told.isEmpty() ? call.intended() : told;
  }

  static ToolAnswer answered(HookRecord record) {
    var response = response(record);
    return new ToolAnswer(
        StepStatus.OK,
        output(response),
        null,
        ClaudeFiles.touched(response),
        ClaudeResult.command(response),
        duration(record, response),
        null,
        response.has("persistedOutputPath"),
        List.of());
  }

  static JsonNode response(HookRecord record) {
    var payload = record.payload();
    return payload.path(payload.has("tool_response") ? "tool_response" : "tool_output");
  }

  private static @Nullable Long duration(HookRecord record, JsonNode response) {
    var told = record.millis("duration_ms");
    return told == null ? ClaudeResult.duration(response) : told;
  }

  /// The result in words: a string, text blocks, or the field of the object that holds them.
  private static String output(JsonNode response) {
    if (!response.isObject()) {
      return Text.ofContent(response);
    }
    if (response.has("stdout") || response.has("stderr")) {
      return joined(response.path("stdout").asString(""), response.path("stderr").asString(""));
    }
    var inFile = response.path("file").path("content");
    if (inFile.isString()) {
      return inFile.stringValue();
    }
    for (var field : List.of("result", "content", "output")) {
      var text = Text.ofContent(response.path(field));
      if (!text.isEmpty() && !response.has("structuredPatch")) {
        return text;
      }
    }
    var names = Text.ofContent(response.path("filenames"));
    return names.isEmpty() && !response.has("structuredPatch") ? response.toString() : names;
  }

  private static String joined(String one, String other) {
    return one + (one.isEmpty() || other.isEmpty() || one.endsWith("\n") ? "" : "\n") + other;
  }

  static ToolAnswer failed(HookRecord record, StepKind kind) {
    var interrupted = record.payload().path("is_interrupt").asBoolean(false);
    var told = record.first("error", "error_message");
    var inResponse = HookRecord.text(record.payload().path("tool_response"), "error");
    var error = told == null ? inResponse : told;
    var text = error == null ? (interrupted ? "interrupted" : "failed") : error;
    return new ToolAnswer(
        StepStatus.ERROR,
        text,
        Text.line(text),
        List.of(),
        kind == StepKind.BASH_COMMAND ? new CommandResult("", text, interrupted, null, null) : null,
        record.millis("duration_ms"),
        null,
        false,
        List.of());
  }

  static ToolAnswer denied(@Nullable String reason) {
    var text = reason == null ? "denied" : reason;
    return new ToolAnswer(
        StepStatus.ERROR, text, Text.line(text), List.of(), null, null, "mode", false, List.of());
  }
}
