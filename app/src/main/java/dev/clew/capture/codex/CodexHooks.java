package dev.clew.capture.codex;

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

/// Codex's hooks: payloads in the form of Claude Code's, each with the model and the turn.
public final class CodexHooks implements Hooks {
  @Override
  public String agent() {
    return CodexTranscripts.AGENT;
  }

  /// By the turn that it names, or by the folder that it keeps rollouts in.
  @Override
  public boolean recognises(JsonNode payload) {
    return payload.path("hook_event_name").isString()
        && (payload.path("turn_id").isString()
            || payload.path("transcript_path").asString("").contains("/.codex/"));
  }

  @Override
  public Optional<Resume> resume(String id) {
    return Resume.ofUuid(
        id, "codex resume %s", "codex fork %s", "Esc twice, while nothing is typed");
  }

  @Override
  public SessionKey sessionOf(HookEnvelope envelope) {
    var session =
        HookRecord.session(
            CodexTranscripts.AGENT, HookRecord.text(envelope.payload(), "session_id"));
    var subagent = HookRecord.text(envelope.payload(), "agent_id");
    return subagent == null || subagent.equals(session.agentSession())
        ? session
        : session.subagent(subagent);
  }

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
    var call = CodexHook.call(session, envelope);
    return HookCall.of(phase, session, call, call.intended(), cwd, transcript);
  }

  private static Phase phase(String hook) {
    return switch (hook) {
      case "SessionStart" -> Phase.SESSION_START;
      case "UserPromptSubmit" -> Phase.PROMPT;
      case "PreToolUse" -> Phase.BEFORE_TOOL;
      case "PostToolUse" -> Phase.AFTER_TOOL;
      case "Stop", "SubagentStop" -> Phase.TURN_END;
      case "SessionEnd" -> Phase.SESSION_END;
      default -> Phase.OTHER;
    };
  }

  @Override
  public List<McpFile> mcpFiles() {
    return List.of(
        McpFile.user(".codex/config.toml", "mcp_servers"),
        McpFile.project(".codex/config.toml", "mcp_servers"));
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    var envelope = HookEnvelope.of(value);
    var record = new HookRecord(context, envelope, sessionOf(envelope));
    new CodexHook(record, hook(envelope)).read();
    return record.events(CodexHook.KNOWN, hook(envelope));
  }
}
