package dev.clew.capture.claude;

import dev.clew.capture.HookRecord;
import dev.clew.capture.HookRecord.Call;
import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.PromptSource;
import dev.clew.event.StepKind;
import dev.clew.event.TitleSource;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one of Claude Code's hooks says.
///
/// A hook before a tool, and one that asks for leave, do not say how the question was settled; that
/// the tool ran does.
final class ClaudeHook {
  private static final Pattern COMMAND = Pattern.compile("/[\\w:.-]+(\\s.*)?", Pattern.DOTALL);

  /// Who puts something to the agent when it is not a person.
  private static final Set<String> HARNESS =
      Set.of("system", "loop_wakeup", "schedule_wakeup", "poll_event");

  private final HookRecord record;
  private final String hook;

  ClaudeHook(HookRecord record, String hook) {
    this.record = record;
    this.hook = hook;
  }

  void read() {
    var cwd = record.text(hook.equals("CwdChanged") ? "new_cwd" : "cwd");
    record.observed(null, cwd, record.text("permission_mode"));
    record.setting("effort", HookRecord.text(record.payload().path("effort"), "level"));
    record.setting("mcp_server", record.first("mcp_server", "mcp_server_name"));
    switch (hook) {
      case "SessionStart" -> started();
      case "SessionEnd" ->
          record.add(new Event.SessionEnded(record.header(), record.text("reason")));
      case "UserPromptSubmit" -> prompted();
      case "PreToolUse" -> record.requested(call());
      case "PermissionRequest" -> {
        var call = call();
        record.checked(call.named() ? call.id() : null, call, mode(), "asked", null, null);
      }
      case "PermissionDenied" -> denied();
      case "PostToolUse" -> answered();
      case "PostToolUseFailure" -> failed();
      case "Stop" -> record.add(new Event.TurnEnded(record.header(), 0));
      case "StopFailure" -> stopped();
      case "SubagentStart" -> {
        record.setting("subagent_type", record.text("agent_type"));
        record.add(new Event.SessionStarted(record.header(), "subagent"));
      }
      case "SubagentStop" -> {
        record.add(new Event.TurnEnded(record.header(), 0));
        record.add(new Event.SessionEnded(record.header(), "subagent"));
      }
      case "PostCompact" ->
          record.add(new Event.ContextCompacted(record.header(), record.text("trigger"), 0));
      case "PostModelSwitch" -> record.setting("model", record.text("to_model"));
      case "InstructionsLoaded" -> record.setting("instructions", record.text("file_path"));
      case "DirectoryAdded" -> record.setting("directory", record.text("directory"));
      case "WorktreeCreate" -> record.setting("worktree", record.text("name"));
      case "Elicitation" ->
          record.add(
              new Event.ApprovalAsked(
                  record.header(), null, "elicitation", line(record.text("message"))));
      case "Notification" -> record.kept("Notification." + record.first("notification_type"));
      default -> {} // kept
    }
  }

  private static @Nullable String line(@Nullable String text) {
    return text == null ? null : Text.line(text);
  }

  private @Nullable String mode() {
    return record.text("permission_mode");
  }

  private Call call() {
    return ClaudeHookTool.call(record.session(), record.envelope());
  }

  private void started() {
    record.add(new Event.SessionStarted(record.header(), record.text("source")));
    record.setting("model", record.text("model"));
    record.setting("agent_type", record.text("agent_type"));
    var title = record.text("session_title");
    if (title != null) {
      record.add(new Event.SessionTitled(record.header(), TitleSource.SUMMARY, Text.line(title)));
    }
  }

  private void prompted() {
    var text = record.first("prompt", "prompt_text");
    var from = record.payload().path("source").asString("user");
    if (text == null || HARNESS.contains(from)) {
      record.kept("UserPromptSubmit." + from);
      return;
    }
    var source = COMMAND.matcher(text).matches() ? PromptSource.COMMAND : PromptSource.USER;
    record.prompted(record.text("prompt_id"), source, text, 0);
  }

  private void answered() {
    var call = call();
    record.answered(call, ClaudeHookTool.answered(record));
    ran(call);
    var response = ClaudeHookTool.response(record);
    new ClaudeResult(response).tell(record.session(), call.id(), record::header, record::add);
  }

  private void failed() {
    var call = call();
    record.answered(call, ClaudeHookTool.failed(record, call.kind()));
    if (!record.payload().path("is_interrupt").asBoolean(false)) {
      ran(call);
    }
  }

  /// What ran was allowed: by the mode where that alone decides.
  private void ran(Call call) {
    var mode = mode();
    var byMode =
        "bypassPermissions".equals(mode)
            || ("acceptEdits".equals(mode) && call.kind() == StepKind.FILE_WRITE);
    record.checked(call.id(), call, mode, "allowed", byMode ? "mode" : null, null);
  }

  private void denied() {
    var call = call();
    var reason = record.first("reason", "denial_reason");
    record.answered(call, ClaudeHookTool.denied(reason));
    record.checked(call.id(), call, mode(), "denied", "mode", reason);
  }

  private void stopped() {
    var error = record.first("error", "error_type");
    var details = record.first("error_details", "error_message");
    var text = (error == null ? "unknown" : error) + (details == null ? "" : ": " + details);
    record.add(new Event.ModelCallFailed(record.header(), Text.line(text), 0));
    record.add(new Event.TurnEnded(record.header(), 0));
  }
}
