package dev.clew.capture.cursor;

import dev.clew.capture.HookFields;
import dev.clew.capture.HookRecord;
import dev.clew.capture.HookRecord.Call;
import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.ModelAnswer;
import dev.clew.event.PromptSource;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import dev.clew.event.ToolAnswer.CommandResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one of Cursor's hooks says. The user's e-mail address, which each of them has, is not read.
final class CursorHook {
  private static final String TOOL = " tool_name tool_input tool_use_id agent_message";

  static final HookFields KNOWN =
      HookFields.of(
          "conversation_id generation_id model hook_event_name cursor_version workspace_roots"
              + " user_email transcript_path session_id cwd",
          "sessionStart is_background_agent composer_mode",
          "sessionEnd reason duration_ms is_background_agent final_status error_message",
          "preToolUse" + TOOL,
          "postToolUse tool_output duration" + TOOL,
          "postToolUseFailure error_message failure_type duration is_interrupt" + TOOL,
          "subagentStart subagent_type subagent_id prompt model task",
          "subagentStop subagent_type subagent_id status result duration agent_transcript_path",
          "beforeShellExecution command timeout sandbox",
          "afterShellExecution command output duration sandbox",
          "beforeMCPExecution tool_name tool_input url command",
          "afterMCPExecution tool_name tool_input result_json duration",
          "beforeReadFile file_path content attachments",
          "afterFileEdit file_path edits",
          "beforeTabFileRead file_path content",
          "afterTabFileEdit file_path edits",
          "beforeSubmitPrompt prompt attachments",
          "preCompact trigger context_usage_percent context_tokens context_window_size"
              + " message_count messages_to_compact is_first_compaction",
          "stop status loop_count",
          "afterAgentResponse text",
          "afterAgentThought text duration_ms");

  private final HookRecord record;
  private final String hook;

  CursorHook(HookRecord record, String hook) {
    this.record = record;
    this.hook = hook;
  }

  void read() {
    record.observed(record.text("cursor_version"), CursorHooks.cwd(record.payload()), null);
    record.setting("model", record.text("model"));
    switch (hook) {
      case "sessionStart" -> {
        record.setting("composer_mode", record.text("composer_mode"));
        record.add(new Event.SessionStarted(record.header(), null));
      }
      case "sessionEnd" ->
          record.add(new Event.SessionEnded(record.header(), record.text("reason")));
      case "beforeSubmitPrompt" -> {
        var text = record.text("prompt");
        var images = 0;
        for (var each : record.payload().path("attachments").values()) {
          images += each.path("type").asString("").equals("image") ? 1 : 0;
        }
        record.prompted(
            record.text("generation_id"), PromptSource.USER, text == null ? "" : text, images);
      }
      case "preToolUse" -> record.requested(call());
      case "beforeShellExecution", "beforeMCPExecution" -> {
        if (isItsOwn()) {
          record.requested(call());
        }
      }
      case "beforeReadFile" -> {
        if (isItsOwn()) {
          record.answered(call(), answer(StepStatus.OK, "", null));
        }
      }
      case "postToolUse" -> answered(answer(StepStatus.OK, output("tool_output"), null));
      case "postToolUseFailure" -> failed();
      case "afterShellExecution" -> ended(output("output"));
      case "afterMCPExecution" -> ended(output("result_json"));
      case "afterFileEdit" -> ended("");
      case "afterAgentResponse" -> said(false);
      case "afterAgentThought" -> said(true);
      case "preCompact" ->
          record.add(
              new Event.ContextCompacted(
                  record.header(),
                  record.text("trigger"),
                  record.payload().path("context_tokens").asLong(0)));
      case "stop" -> stopped();
      default -> {} // kept
    }
  }

  private Call call() {
    return CursorTool.call(record.session(), record.envelope());
  }

  /// Whether no other hook tells of the call that this one is about. What opened a call that has no
  /// name of the agent's was a hook of this form too.
  private boolean isItsOwn() {
    var call = record.envelope().call();
    return call == null || call.startsWith("hook ");
  }

  private void ended(String output) {
    if (isItsOwn()) {
      answered(answer(StepStatus.OK, output, null));
    }
  }

  private void answered(ToolAnswer answer) {
    var call = call();
    record.answered(call, answer);
    record.checked(call.id(), call, null, "allowed", null, null);
  }

  private void failed() {
    var call = call();
    var told = record.text("error_message");
    var error = told == null ? "failed" : told;
    var denied = "permission_denied".equals(record.text("failure_type"));
    var answer = answer(StepStatus.ERROR, error, error);
    record.answered(
        call,
        denied
            ? new ToolAnswer(
                answer.status(),
                answer.output(),
                answer.error(),
                List.of(),
                null,
                answer.durationMs(),
                "user",
                false,
                List.of())
            : answer);
    record.checked(call.id(), call, null, denied ? "denied" : "allowed", null, null);
  }

  private String output(String field) {
    var value = record.payload().path(field);
    return value.isString() ? value.stringValue() : value.isObject() ? value.toString() : "";
  }

  private ToolAnswer answer(StepStatus status, String output, @Nullable String error) {
    var isShell = call().kind() == StepKind.BASH_COMMAND;
    var interrupted = record.payload().path("is_interrupt").asBoolean(false);
    return new ToolAnswer(
        status,
        output,
        error == null ? null : Text.line(error),
        List.of(),
        isShell ? new CommandResult(output, "", interrupted, null, null) : null,
        record.millis("duration"),
        null,
        false,
        List.of());
  }

  private void said(boolean thinking) {
    var text = record.text("text");
    if (text == null) {
      return;
    }
    record.add(
        new Event.ModelAnswered(
            record.header(),
            SpanId.ofModelCall(record.session(), record.name(), ""),
            new ModelAnswer(
                "cursor",
                record.text("model"),
                null,
                null,
                null,
                null,
                List.of(new ModelAnswer.Block(thinking, text)),
                false)));
  }

  private void stopped() {
    var status = record.text("status");
    if ("aborted".equals(status)) {
      record.add(new Event.TurnAborted(record.header(), "aborted"));
    } else if ("error".equals(status)) {
      record.add(new Event.ModelCallFailed(record.header(), "error", 0));
    }
    record.add(new Event.TurnEnded(record.header(), 0));
  }
}
