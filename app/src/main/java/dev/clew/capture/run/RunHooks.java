package dev.clew.capture.run;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookCall.Phase;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookRecord;
import dev.clew.capture.Hooks;
import dev.clew.capture.RecordContext;
import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.TitleSource;
import dev.clew.event.ToolAnswer;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The hooks of `clew run`: a session with one step for one command.
public final class RunHooks implements Hooks {
  /// Stands for an agent's name.
  public static final String AGENT = "run";

  private static final String CALL = "command";

  @Override
  public String agent() {
    return AGENT;
  }

  @Override
  public boolean recognises(JsonNode payload) {
    return payload.path("clew_run").isString();
  }

  /// The payload of every hook of a run.
  ///
  /// @param id the run's own name
  public static ObjectNode payload(String id, String command, String cwd) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("clew_run", id)
        .put("command", command)
        .put("cwd", cwd);
  }

  /// The conversation of run `id`.
  public static SessionKey session(String id) {
    return SessionKey.main(AGENT, id);
  }

  /// The step of run `id`.
  public static SpanId step(String id) {
    return SpanId.ofToolCall(session(id), CALL);
  }

  @Override
  public SessionKey sessionOf(HookEnvelope envelope) {
    return HookRecord.session(AGENT, HookRecord.text(envelope.payload(), "clew_run"));
  }

  @Override
  public HookCall call(HookEnvelope envelope) {
    var session = sessionOf(envelope);
    var phase = phase(envelope.event());
    var cwd = envelope.payload().path("cwd").asString("");
    return phase == Phase.BEFORE_TOOL || phase == Phase.AFTER_TOOL
        ? new HookCall(
            phase,
            session,
            SpanId.ofToolCall(session, CALL),
            AGENT,
            StepKind.BASH_COMMAND,
            List.of(),
            envelope.payload().path("command").asString(""),
            cwd,
            null)
        : HookCall.of(phase, session, cwd, null);
  }

  private static Phase phase(String event) {
    return switch (event) {
      case "start" -> Phase.SESSION_START;
      case "before" -> Phase.BEFORE_TOOL;
      case "after" -> Phase.AFTER_TOOL;
      case "end" -> Phase.SESSION_END;
      default -> Phase.OTHER;
    };
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    var envelope = HookEnvelope.of(value);
    var session = sessionOf(envelope);
    var record = new HookRecord(context, envelope, session);
    var payload = envelope.payload();
    var command = payload.path("command").asString("");
    switch (phase(envelope.event())) {
      case SESSION_START -> {
        record.add(new Event.SessionStarted(record.header(), "run"));
        record.observed(null, payload.path("cwd").asString(""), null);
        record.add(new Event.SessionTitled(record.header(), TitleSource.AGENT, Text.line(command)));
      }
      case BEFORE_TOOL -> record.requested(call(session, command));
      case AFTER_TOOL -> record.answered(call(session, command), answer(payload));
      case SESSION_END -> record.add(new Event.SessionEnded(record.header(), null));
      case PROMPT, TURN_END, OTHER -> record.kept(envelope.event());
    }
    return record.told();
  }

  private static HookRecord.Call call(SessionKey session, String command) {
    return new HookRecord.Call(
        SpanId.ofToolCall(session, CALL),
        true,
        AGENT,
        StepKind.BASH_COMMAND,
        Text.line(command),
        JsonMapper.shared().createObjectNode().put("command", command),
        List.of());
  }

  private static ToolAnswer answer(JsonNode payload) {
    var code = payload.path("exit_code").asInt(0);
    return new ToolAnswer(
        code == 0 ? StepStatus.OK : StepStatus.ERROR,
        "",
        code == 0 ? null : "exit code " + code,
        List.of(),
        new ToolAnswer.CommandResult("", "", false, code, null),
        payload.path("duration_ms").asLong(0),
        null,
        false,
        List.of());
  }
}
