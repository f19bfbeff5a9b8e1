package dev.clew.capture.copilot;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookCall.Phase;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookRecord;
import dev.clew.capture.Hooks;
import dev.clew.capture.McpFile;
import dev.clew.capture.RecordContext;
import dev.clew.capture.Resume;
import dev.clew.capture.UnnamedCall;
import dev.clew.capture.UnnamedCall.Part;
import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The hooks of GitHub Copilot's CLI.
///
/// A payload does not say which hook it is of: the installed command does. The hook before a tool
/// may tell several calls, each with its id; the one after it tells one, without.
public final class CopilotHooks implements Hooks {
  static final String AGENT = "copilot";

  @Override
  public String agent() {
    return AGENT;
  }

  @Override
  public boolean recognises(JsonNode payload) {
    return payload.path("sessionId").isString()
        && payload.path("cwd").isString()
        && !payload.has("hook_type")
        && !payload.has("hook_event_name");
  }

  @Override
  public Optional<Resume> resume(String id) {
    return Resume.ofUuid(id, "copilot --resume %s", null, null);
  }

  @Override
  public SessionKey sessionOf(HookEnvelope envelope) {
    var payload = envelope.payload();
    var id = HookRecord.text(payload, "sessionId");
    return HookRecord.session(AGENT, id == null ? HookRecord.text(payload, "session_id") : id);
  }

  @Override
  public List<UnnamedCall> unnamed(HookEnvelope envelope) {
    var part =
        switch (envelope.event()) {
          case "preToolUse" -> Part.OPENS;
          case "postToolUse", "postToolUseFailure" -> Part.CLOSES;
          default -> null;
        };
    if (part == null) {
      return List.of();
    }
    var session = sessionOf(envelope).id();
    return CopilotTool.of(envelope).stream()
        .map(tool ->
            new UnnamedCall(
                part,
                UnnamedCall.about(session, tool.name(), tool.input()),
                tool.id() == null ? UnnamedCall.name(envelope) : tool.id()))
        .toList();
  }

  /// Of several calls that are about to be made the first: the others have hooks after them.
  @Override
  public HookCall call(HookEnvelope envelope) {
    var payload = envelope.payload();
    var session = sessionOf(envelope);
    var phase = phase(envelope.event());
    var cwd = HookRecord.text(payload, "cwd");
    var transcript = HookRecord.text(payload, "transcriptPath");
    var tools = CopilotTool.of(envelope);
    if ((phase != Phase.BEFORE_TOOL && phase != Phase.AFTER_TOOL) || tools.isEmpty()) {
      return HookCall.of(phase, session, cwd, transcript);
    }
    var call = tools.getFirst().call(session, envelope);
    return HookCall.of(phase, session, call, call.intended(), cwd, transcript);
  }

  private static Phase phase(String hook) {
    return switch (hook) {
      case "sessionStart" -> Phase.SESSION_START;
      case "userPromptSubmitted" -> Phase.PROMPT;
      case "preToolUse" -> Phase.BEFORE_TOOL;
      case "postToolUse", "postToolUseFailure" -> Phase.AFTER_TOOL;
      case "agentStop", "subagentStop" -> Phase.TURN_END;
      case "sessionEnd" -> Phase.SESSION_END;
      default -> Phase.OTHER;
    };
  }

  @Override
  public List<McpFile> mcpFiles() {
    return List.of(McpFile.user(".copilot/mcp-config.json", "mcpServers"));
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    var envelope = HookEnvelope.of(value);
    var record = new HookRecord(context, envelope, sessionOf(envelope));
    new CopilotHook(record).read();
    return record.events(CopilotHook.KNOWN, envelope.event());
  }
}
