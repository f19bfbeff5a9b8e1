package dev.clew.capture.claude;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookCall.Phase;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookRecord;
import dev.clew.capture.Hooks;
import dev.clew.capture.McpFile;
import dev.clew.capture.RecordContext;
import dev.clew.capture.Resume;
import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Claude Code's hooks.
public final class ClaudeHooks implements Hooks {
  @Override
  public String agent() {
    return ClaudeTranscripts.AGENT;
  }

  /// By the folder that it keeps transcripts in, or by what only it says.
  @Override
  public boolean recognises(JsonNode payload) {
    var transcript = payload.path("transcript_path").asString("");
    return payload.path("hook_event_name").isString()
        && (transcript.contains("/.claude/")
            || payload.has("prompt_id")
            || payload.path("tool_use_id").asString("").startsWith("toolu_"));
  }

  @Override
  public Optional<Resume> resume(String id) {
    return Resume.ofUuid(
        id,
        "claude --resume %s",
        "claude --resume %s --fork-session",
        "/rewind, and there the conversation only");
  }

  @Override
  public SessionKey sessionOf(HookEnvelope envelope) {
    var id = HookRecord.text(envelope.payload(), "session_id");
    var session = HookRecord.session(ClaudeTranscripts.AGENT, id);
    var subagent = HookRecord.text(envelope.payload(), "agent_id");
    return subagent == null ? session : session.subagent(subagent);
  }

  /// The hook's name: the payload's own, else the one that it was installed under.
  static String hook(HookEnvelope envelope) {
    var named = HookRecord.text(envelope.payload(), "hook_event_name");
    return named == null ? envelope.event() : named;
  }

  @Override
  public HookCall call(HookEnvelope envelope) {
    var payload = envelope.payload();
    var session = sessionOf(envelope);
    var phase = phase(hook(envelope));
    var cwd = HookRecord.text(payload, "cwd");
    var transcript = HookRecord.text(payload, "transcript_path");
    if (phase != Phase.BEFORE_TOOL && phase != Phase.AFTER_TOOL) {
      return HookCall.of(phase, session, cwd, transcript);
    }
    var call = ClaudeHookTool.call(session, envelope);
    var touched = ClaudeHookTool.touched(call, payload);
    return HookCall.of(phase, session, call, touched, cwd, transcript);
  }

  private static Phase phase(String hook) {
    return switch (hook) {
      case "SessionStart" -> Phase.SESSION_START;
      case "UserPromptSubmit" -> Phase.PROMPT;
      case "PreToolUse" -> Phase.BEFORE_TOOL;
      case "PostToolUse", "PostToolUseFailure", "PermissionDenied" -> Phase.AFTER_TOOL;
      case "Stop", "StopFailure", "SubagentStop" -> Phase.TURN_END;
      case "SessionEnd" -> Phase.SESSION_END;
      default -> Phase.OTHER;
    };
  }

  @Override
  public List<McpFile> mcpFiles() {
    return List.of(
        McpFile.user(".claude.json", "mcpServers"), McpFile.project(".mcp.json", "mcpServers"));
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    var envelope = HookEnvelope.of(value);
    var hook = hook(envelope);
    var record = new HookRecord(context, envelope, sessionOf(envelope));
    new ClaudeHook(record, hook).read();
    return record.events(ClaudeHookFields.KNOWN, hook);
  }
}
