package dev.clew.capture.opencode;

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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What OpenCode's hooks and events tell: the payloads are made by the plugin that `clew init`
/// writes.
public final class OpenCodeHooks implements Hooks {
  static final String AGENT = "opencode";
  private static final Pattern SESSION = Pattern.compile("ses_[0-9A-Za-z]{8,64}");

  @Override
  public String agent() {
    return AGENT;
  }

  @Override
  public boolean recognises(JsonNode payload) {
    return payload.path("hook_type").isString();
  }

  /// A session that another one started is a sub-agent of the one that the user talks to. Its own
  /// way back to an earlier prompt takes files back, too, and is not told.
  @Override
  public Optional<Resume> resume(String id) {
    return Resume.of(SESSION, id, "opencode --session %s", "opencode --session %s --fork", null);
  }

  @Override
  public SessionKey sessionOf(HookEnvelope envelope) {
    var payload = envelope.payload();
    var id = session(payload);
    var root = HookRecord.text(payload, "root_session_id");
    return root == null || id == null || root.equals(id)
        ? HookRecord.session(AGENT, id)
        : HookRecord.session(AGENT, root).subagent(id);
  }

  private static @Nullable String session(JsonNode payload) {
    var own = HookRecord.text(payload, "session_id");
    var properties = payload.path("properties");
    for (var field : List.of("sessionID", "sessionId")) {
      own = own == null ? HookRecord.text(properties, field) : own;
    }
    return own == null ? HookRecord.text(properties.path("info"), "id") : own;
  }

  static String hook(HookEnvelope envelope) {
    var named = HookRecord.text(envelope.payload(), "hook_type");
    return named == null ? envelope.event() : named;
  }

  @Override
  public HookCall call(HookEnvelope envelope) {
    var payload = envelope.payload();
    var session = sessionOf(envelope);
    var phase = phase(hook(envelope));
    var cwd = HookRecord.text(payload, "cwd");
    if (phase != Phase.BEFORE_TOOL && phase != Phase.AFTER_TOOL) {
      return HookCall.of(phase, session, cwd, null);
    }
    var call = OpenCodeTool.call(session, envelope);
    return HookCall.of(phase, session, call, call.intended(), cwd, null);
  }

  private static Phase phase(String hook) {
    return switch (hook) {
      case "session.created" -> Phase.SESSION_START;
      case "chat.message" -> Phase.PROMPT;
      case "tool.execute.before" -> Phase.BEFORE_TOOL;
      case "tool.execute.after", "tool.execute.failed" -> Phase.AFTER_TOOL;
      case "session.idle" -> Phase.TURN_END;
      case "session.deleted" -> Phase.SESSION_END;
      default -> Phase.OTHER;
    };
  }

  @Override
  public List<McpFile> mcpFiles() {
    return List.of(
        McpFile.user(".config/opencode/opencode.json", "mcp"),
        McpFile.project("opencode.json", "mcp"));
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    var envelope = HookEnvelope.of(value);
    var record = new HookRecord(context, envelope, sessionOf(envelope));
    new OpenCodeHook(record, hook(envelope)).read();
    return record.events(OpenCodeHook.KNOWN, hook(envelope));
  }
}
