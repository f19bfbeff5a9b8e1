package dev.clew.capture.copilot;

import dev.clew.capture.HookFields;
import dev.clew.capture.HookRecord;
import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.PermissionCheck;
import dev.clew.event.PromptSource;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import dev.clew.event.ToolAnswer.CommandResult;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one of Copilot's hooks says.
final class CopilotHook {
  /// Source: inputs of hooks that real sessions kept, and the agent's reference.
  static final HookFields KNOWN =
      HookFields.of(
          "sessionId timestamp cwd",
          "sessionStart source initialPrompt",
          "sessionEnd reason",
          "userPromptSubmitted prompt",
          "preToolUse toolCalls toolName toolArgs toolCallId",
          "postToolUse toolName toolArgs toolResult toolCallId",
          "postToolUseFailure toolName toolArgs toolResult error toolCallId",
          "agentStop transcriptPath stopReason",
          "subagentStart agentName agentDisplayName agentDescription transcriptPath",
          "subagentStop agentName agentDisplayName stopReason transcriptPath",
          "errorOccurred error errorContext recoverable",
          "preCompact trigger customInstructions transcriptPath",
          "permissionRequest toolName toolArgs permissionSuggestions hookName toolInput",
          "notification message title notificationType notification_type hook_event_name");

  private static final Set<String> REFUSED = Set.of("denied", "rejected");

  private final HookRecord record;

  CopilotHook(HookRecord record) {
    this.record = record;
  }

  void read() {
    record.observed(null, record.text("cwd"), null);
    switch (record.envelope().event()) {
      case "sessionStart" ->
          record.add(new Event.SessionStarted(record.header(), record.text("source")));
      case "sessionEnd" ->
          record.add(new Event.SessionEnded(record.header(), record.text("reason")));
      case "userPromptSubmitted" -> {
        var text = record.text("prompt");
        record.prompted(null, PromptSource.USER, text == null ? "" : text, 0);
      }
      case "preToolUse" ->
          CopilotTool.of(record.envelope())
              .forEach(tool -> record.requested(tool.call(record.session(), record.envelope())));
      case "postToolUse", "postToolUseFailure" ->
          CopilotTool.of(record.envelope()).forEach(this::answered);
      case "permissionRequest" -> asked();
      case "agentStop" -> record.add(new Event.TurnEnded(record.header(), 0));
      case "subagentStart" -> record.setting("subagent", record.text("agentName"));
      case "preCompact" ->
          record.add(new Event.ContextCompacted(record.header(), record.text("trigger"), 0));
      case "errorOccurred" -> {
        var error = record.payload().path("error");
        var text = error.path("message").asString(error.asString("error"));
        record.add(new Event.ModelCallFailed(record.header(), Text.line(text), 0));
      }
      default -> {} // kept
    }
  }

  private void answered(CopilotTool tool) {
    var call = tool.call(record.session(), record.envelope());
    var result = record.payload().path("toolResult");
    var type = result.path("resultType").asString("success");
    var told = result.path("textResultForLlm").asString("");
    var error = error(type, told);
    var refused = REFUSED.contains(type);
    record.answered(
        call,
        new ToolAnswer(
            error == null ? StepStatus.OK : StepStatus.ERROR,
            told,
            error,
            List.of(),
            call.kind() == StepKind.BASH_COMMAND
                ? new CommandResult(told, "", false, null, null)
                : null,
            null,
            refused ? "user" : null,
            false,
            List.of()));
    record.checked(call.id(), call, null, refused ? "denied" : "allowed", null, null);
  }

  private @Nullable String error(String type, String text) {
    var told = record.payload().path("error");
    var error = told.path("message").asString(told.asString(""));
    if (!error.isBlank()) {
      return Text.line(error);
    }
    var failed = !type.equals("success") || record.envelope().event().equals("postToolUseFailure");
    return failed ? Text.line(text.isBlank() ? type : text) : null;
  }

  private void asked() {
    var tools = CopilotTool.of(record.envelope());
    if (tools.isEmpty()) {
      record.add(
          new Event.PermissionChecked(
              record.header(), null, new PermissionCheck("tool", null, null, "asked", null, null)));
    }
    for (var tool : tools) {
      var call = tool.call(record.session(), record.envelope());
      record.checked(null, call, null, "asked", null, null);
    }
  }
}
