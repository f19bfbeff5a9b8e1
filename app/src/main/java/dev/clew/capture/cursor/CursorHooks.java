package dev.clew.capture.cursor;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookCall.Phase;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookRecord;
import dev.clew.capture.Hooks;
import dev.clew.capture.McpFile;
import dev.clew.capture.RecordContext;
import dev.clew.capture.UnnamedCall;
import dev.clew.capture.UnnamedCall.Part;
import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Cursor's hooks.
///
/// One call may be told by several: `preToolUse` names it, `beforeShellExecution` and the like do
/// not, and are all that older versions have. The recorder ties them together by what they are
/// about; one that is tied to a call that another hook tells says nothing of its own.
public final class CursorHooks implements Hooks {
  static final String AGENT = "cursor";

  @Override
  public String agent() {
    return AGENT;
  }

  @Override
  public boolean recognises(JsonNode payload) {
    return payload.path("conversation_id").isString()
        && (payload.has("cursor_version") || payload.has("generation_id"));
  }

  @Override
  public SessionKey sessionOf(HookEnvelope envelope) {
    var payload = envelope.payload();
    var id = HookRecord.text(payload, "conversation_id");
    return HookRecord.session(AGENT, id == null ? HookRecord.text(payload, "session_id") : id);
  }

  static String hook(HookEnvelope envelope) {
    var named = HookRecord.text(envelope.payload(), "hook_event_name");
    return named == null ? envelope.event() : named;
  }

  @Override
  public List<UnnamedCall> unnamed(HookEnvelope envelope) {
    var part =
        switch (hook(envelope)) {
          case "preToolUse" -> Part.OPENS;
          case "beforeShellExecution", "beforeMCPExecution", "beforeReadFile" -> Part.JOINS;
          case "afterShellExecution", "afterMCPExecution", "afterFileEdit" -> Part.CLOSES;
          default -> null;
        };
    if (part == null) {
      return List.of();
    }
    var tool = CursorTool.of(envelope);
    var id = HookRecord.text(envelope.payload(), "tool_use_id");
    var name = id == null ? UnnamedCall.name(envelope) : id;
    var session = sessionOf(envelope).id();
    return List.of(
        new UnnamedCall(part, session + "\n" + tool.kind() + "\n" + CursorTool.about(tool), name));
  }

  @Override
  public HookCall call(HookEnvelope envelope) {
    var payload = envelope.payload();
    var session = sessionOf(envelope);
    var phase = phase(hook(envelope));
    var cwd = cwd(payload);
    var transcript = HookRecord.text(payload, "transcript_path");
    if (phase != Phase.BEFORE_TOOL && phase != Phase.AFTER_TOOL) {
      return HookCall.of(phase, session, cwd, transcript);
    }
    var call = CursorTool.call(session, envelope);
    return HookCall.of(phase, session, call, call.intended(), cwd, transcript);
  }

  static @Nullable String cwd(JsonNode payload) {
    var told = HookRecord.text(payload, "cwd");
    var root = payload.path("workspace_roots").path(0).asString("");
    return told == null && !root.isEmpty() ? root : told;
  }

  private static Phase phase(String hook) {
    return switch (hook) {
      case "sessionStart" -> Phase.SESSION_START;
      case "beforeSubmitPrompt" -> Phase.PROMPT;
      case "preToolUse", "beforeShellExecution", "beforeMCPExecution", "beforeReadFile" ->
          Phase.BEFORE_TOOL;
      case "postToolUse",
          "postToolUseFailure",
          "afterShellExecution",
          "afterMCPExecution",
          "afterFileEdit" ->
          Phase.AFTER_TOOL;
      case "stop", "subagentStop" -> Phase.TURN_END;
      case "sessionEnd" -> Phase.SESSION_END;
      default -> Phase.OTHER;
    };
  }

  @Override
  public List<McpFile> mcpFiles() {
    return List.of(
        McpFile.user(".cursor/mcp.json", "mcpServers"),
        McpFile.project(".cursor/mcp.json", "mcpServers"));
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    var envelope = HookEnvelope.of(value);
    var record = new HookRecord(context, envelope, sessionOf(envelope));
    new CursorHook(record, hook(envelope)).read();
    return record.events(CursorHook.KNOWN, hook(envelope));
  }
}
