package dev.clew.capture.codex;

import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookFields;
import dev.clew.capture.HookRecord;
import dev.clew.capture.HookRecord.Call;
import dev.clew.event.Event;
import dev.clew.event.PromptSource;
import dev.clew.event.SessionKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one of Codex's hooks says.
final class CodexHook {
  private static final String TOOL = " turn_id tool_name tool_input tool_use_id";

  /// Source: the JSON Schemas of the agent's hooks.
  static final HookFields KNOWN =
      HookFields.of(
          "session_id transcript_path cwd hook_event_name model permission_mode agent_id agent_type",
          "SessionStart source",
          "SessionEnd reason",
          "UserPromptSubmit turn_id prompt",
          "PreToolUse" + TOOL,
          "PermissionRequest" + TOOL,
          "PostToolUse tool_response" + TOOL,
          "PreCompact turn_id trigger",
          "PostCompact turn_id trigger",
          "SubagentStart turn_id",
          "SubagentStop turn_id agent_transcript_path last_assistant_message stop_hook_active",
          "Stop turn_id last_assistant_message stop_hook_active");

  private final HookRecord record;
  private final String hook;

  CodexHook(HookRecord record, String hook) {
    this.record = record;
    this.hook = hook;
  }

  static Call call(SessionKey session, HookEnvelope envelope) {
    var payload = envelope.payload();
    var named = HookRecord.text(payload, "tool_name");
    var tool = named == null ? "unnamed" : named;
    var input = HookRecord.orNull(payload.path("tool_input"));
    var id = HookRecord.text(payload, "tool_use_id");
    return new Call(
        CodexRecord.step(session, id == null ? HookRecord.callName(envelope) : id),
        id != null,
        tool,
        CodexTools.kind(tool),
        CodexTools.title(tool, input),
        input,
        CodexTools.intended(tool, input));
  }

  void read() {
    record.observed(null, record.text("cwd"), record.text("permission_mode"));
    record.setting("model", record.text("model"));
    switch (hook) {
      case "SessionStart" ->
          record.add(new Event.SessionStarted(record.header(), record.text("source")));
      case "SessionEnd" ->
          record.add(new Event.SessionEnded(record.header(), record.text("reason")));
      case "UserPromptSubmit" -> {
        var text = record.text("prompt");
        record.prompted(turn(), PromptSource.USER, text == null ? "" : text, 0);
      }
      case "PreToolUse" -> record.requested(call(record.session(), record.envelope()));
      case "PermissionRequest" -> {
        var call = call(record.session(), record.envelope());
        record.checked(call.named() ? call.id() : null, call, mode(), "asked", null, null);
      }
      case "PostToolUse" -> answered();
      case "PostCompact" ->
          record.add(new Event.ContextCompacted(record.header(), record.text("trigger"), 0));
      case "SubagentStart" -> {
        record.setting("subagent_type", record.text("agent_type"));
        record.add(new Event.SessionStarted(record.header(), "subagent"));
      }
      case "SubagentStop" -> {
        record.add(new Event.TurnEnded(record.header(), 0));
        record.add(new Event.SessionEnded(record.header(), "subagent"));
      }
      case "Stop" -> record.add(new Event.TurnEnded(record.header(), 0));
      default -> {} // kept
    }
  }

  private @Nullable String mode() {
    return record.text("permission_mode");
  }

  /// The first prompt of a turn, as the rollout's turn with this id has it; none where the id is
  /// not unique.
  private @Nullable String turn() {
    var turn = record.text("turn_id");
    return turn == null || turn.length() < CodexRecord.UNIQUE ? null : turn + " 1";
  }

  private void answered() {
    var call = call(record.session(), record.envelope());
    var told = new CodexOutput(response(record.payload().path("tool_response"))).answer();
    record.answered(call, told);
    var mode = mode();
    var byMode = "bypassPermissions".equals(mode) ? "mode" : null;
    record.checked(call.id(), call, mode, "allowed", byMode, null);
  }

  /// What an MCP server answers stands in `content`; anything else that is no text is shown as it
  /// is.
  private static JsonNode response(JsonNode response) {
    var isKnown = !response.isObject() || response.has("content") || response.has("body");
    return isKnown ? response : HookRecord.asText(response.toString());
  }
}
