package dev.clew.capture.gemini;

import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookFields;
import dev.clew.capture.HookRecord;
import dev.clew.capture.HookRecord.Call;
import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.FileTouch;
import dev.clew.event.PermissionCheck;
import dev.clew.event.PromptSource;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import dev.clew.event.ToolAnswer.CommandResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one of Gemini CLI's hooks says.
final class GeminiHook {
  static final HookFields KNOWN =
      HookFields.of(
          "session_id transcript_path cwd hook_event_name timestamp",
          "SessionStart source",
          "SessionEnd reason",
          "BeforeAgent prompt",
          "AfterAgent prompt prompt_response stop_hook_active",
          "BeforeModel llm_request",
          "AfterModel llm_request llm_response",
          "BeforeToolSelection llm_request",
          "BeforeTool tool_name tool_input mcp_context original_request_name",
          "AfterTool tool_name tool_input tool_response mcp_context original_request_name",
          "PreCompress trigger",
          "Notification notification_type message details");

  private final HookRecord record;
  private final String hook;

  GeminiHook(HookRecord record, String hook) {
    this.record = record;
    this.hook = hook;
  }

  static Call call(SessionKey session, HookEnvelope envelope) {
    var payload = envelope.payload();
    var named = HookRecord.text(payload, "tool_name");
    var tool = named == null ? "unnamed" : named;
    var input = HookRecord.orNull(payload.path("tool_input"));
    return new Call(
        SpanId.ofToolCall(session, HookRecord.callName(envelope)),
        envelope.call() != null,
        tool,
        payload.path("mcp_context").isObject() ? StepKind.MCP_CALL : GeminiTools.kind(tool),
        GeminiTools.title(tool, input),
        input,
        GeminiTools.intended(tool, input));
  }

  void read() {
    record.observed(null, record.text("cwd"), null);
    record.setting(
        "mcp_server", HookRecord.text(record.payload().path("mcp_context"), "server_name"));
    switch (hook) {
      case "SessionStart" ->
          record.add(new Event.SessionStarted(record.header(), record.text("source")));
      case "SessionEnd" ->
          record.add(new Event.SessionEnded(record.header(), record.text("reason")));
      case "BeforeAgent" -> {
        var text = record.text("prompt");
        record.prompted(null, PromptSource.USER, text == null ? "" : text, 0);
      }
      case "BeforeTool" -> record.requested(call(record.session(), record.envelope()));
      case "AfterTool" -> answered();
      case "AfterAgent" -> record.add(new Event.TurnEnded(record.header(), 0));
      case "PreCompress" ->
          record.add(new Event.ContextCompacted(record.header(), record.text("trigger"), 0));
      case "Notification" -> notified();
      default -> {} // kept
    }
  }

  private void answered() {
    var call = call(record.session(), record.envelope());
    record.answered(call, answer(call.kind()));
    record.checked(call.id(), call, null, "allowed", null, null);
  }

  private ToolAnswer answer(StepKind kind) {
    var response = record.payload().path("tool_response");
    var error = error(response.path("error"));
    var output = output(response);
    List<FileTouch> files =
        error == null ? GeminiTools.touched(response.path("returnDisplay")) : List.of();
    var isShell = kind == StepKind.BASH_COMMAND;
    return new ToolAnswer(
        error == null ? StepStatus.OK : StepStatus.ERROR,
        output,
        error,
        files,
        isShell ? new CommandResult(output, "", false, null, null) : null,
        null,
        null,
        false,
        List.of());
  }

  private static @Nullable String error(JsonNode error) {
    var text = error.isObject() ? error.path("message").asString("failed") : error.asString("");
    return text.isBlank() ? null : Text.line(text);
  }

  private static String output(JsonNode response) {
    for (var field : List.of("llmContent", "output", "content", "returnDisplay")) {
      var value = response.path(field);
      var text = value.path("text").asString(Text.ofContent(value));
      if (!text.isEmpty()) {
        return text;
      }
    }
    return response.isString() ? response.stringValue() : "";
  }

  /// It asks its user for leave by a notification.
  private void notified() {
    var type = record.payload().path("notification_type").asString("none");
    if (!type.equals("ToolPermission")) {
      record.kept("Notification." + type);
      return;
    }
    var details = record.payload().path("details");
    var asked = HookRecord.text(details, "tool_name");
    var kind = HookRecord.text(details, "type");
    var title = HookRecord.text(details, "title");
    var command = HookRecord.text(details, "command");
    var about = command == null ? title : command;
    record.add(
        new Event.PermissionChecked(
            record.header(),
            null,
            new PermissionCheck(
                asked != null ? asked : kind == null ? "tool" : kind,
                about == null ? null : Text.line(about),
                null,
                "asked",
                null,
                record.text("message"))));
  }
}
