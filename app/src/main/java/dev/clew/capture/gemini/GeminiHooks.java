package dev.clew.capture.gemini;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookCall.Phase;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookRecord;
import dev.clew.capture.Hooks;
import dev.clew.capture.McpFile;
import dev.clew.capture.RecordContext;
import dev.clew.capture.Resume;
import dev.clew.capture.UnnamedCall;
import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Gemini CLI's hooks. They do not name calls: the recorder ties the hook after a tool to the one
/// before it.
public final class GeminiHooks implements Hooks {
  static final String AGENT = "gemini";

  @Override
  public String agent() {
    return AGENT;
  }

  /// By the folder that it keeps chats in.
  @Override
  public boolean recognises(JsonNode payload) {
    return payload.path("hook_event_name").isString()
        && payload.path("transcript_path").asString("").contains("/.gemini/");
  }

  @Override
  public Optional<Resume> resume(String id) {
    return Resume.ofUuid(
        id, "gemini --resume %s", null, "/rewind, and there the conversation only");
  }

  @Override
  public SessionKey sessionOf(HookEnvelope envelope) {
    return HookRecord.session(AGENT, HookRecord.text(envelope.payload(), "session_id"));
  }

  static String hook(HookEnvelope envelope) {
    var named = HookRecord.text(envelope.payload(), "hook_event_name");
    return named == null ? envelope.event() : named;
  }

  @Override
  public List<UnnamedCall> unnamed(HookEnvelope envelope) {
    var part =
        switch (hook(envelope)) {
          case "BeforeTool" -> UnnamedCall.Part.OPENS;
          case "AfterTool" -> UnnamedCall.Part.CLOSES;
          default -> null;
        };
    if (part == null) {
      return List.of();
    }
    var payload = envelope.payload();
    var about =
        UnnamedCall.about(
            sessionOf(envelope).id(),
            payload.path("tool_name").asString(""),
            payload.path("tool_input"));
    return List.of(new UnnamedCall(part, about, UnnamedCall.name(envelope)));
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
    var call = GeminiHook.call(session, envelope);
    var told = GeminiTools.touched(payload.path("tool_response").path("returnDisplay"));
    return HookCall.of(
        phase, session, call, told.isEmpty() ? call.intended() : told, cwd, transcript);
  }

  private static Phase phase(String hook) {
    return switch (hook) {
      case "SessionStart" -> Phase.SESSION_START;
      case "BeforeAgent" -> Phase.PROMPT;
      case "BeforeTool" -> Phase.BEFORE_TOOL;
      case "AfterTool" -> Phase.AFTER_TOOL;
      case "AfterAgent" -> Phase.TURN_END;
      case "SessionEnd" -> Phase.SESSION_END;
      default -> Phase.OTHER;
    };
  }

  @Override
  public List<McpFile> mcpFiles() {
    return List.of(
        McpFile.user(".gemini/settings.json", "mcpServers"),
        McpFile.project(".gemini/settings.json", "mcpServers"));
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    var envelope = HookEnvelope.of(value);
    var record = new HookRecord(context, envelope, sessionOf(envelope));
    new GeminiHook(record, hook(envelope)).read();
    return record.events(GeminiHook.KNOWN, hook(envelope));
  }
}
