package dev.clew.testing;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookCall.Phase;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.Hooks;
import dev.clew.capture.RecordContext;
import dev.clew.event.Event;
import dev.clew.event.PromptSource;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The hooks of an agent that tells the least:
/// `{"plain":session,"say":text,"run":command,"cwd":…}`. Each is a prompt.
public final class PlainHooks implements Hooks {
  private final String agent;

  /// The hooks of the agent of this name.
  public PlainHooks(String agent) {
    this.agent = agent;
  }

  @Override
  public String agent() {
    return agent;
  }

  @Override
  public boolean recognises(JsonNode payload) {
    return payload.has(agent);
  }

  @Override
  public SessionKey sessionOf(HookEnvelope envelope) {
    return session(envelope.payload());
  }

  private SessionKey session(JsonNode payload) {
    return SessionKey.main(agent, payload.path(agent).asString("unknown"));
  }

  @Override
  public HookCall call(HookEnvelope envelope) {
    var payload = envelope.payload();
    if (payload.has("fail")) {
      throw new IllegalStateException("a bug");
    }
    var run = payload.path("run").asString("");
    return new HookCall(
        run.isEmpty() ? Phase.PROMPT : Phase.BEFORE_TOOL,
        sessionOf(envelope),
        null,
        run.isEmpty() ? null : "shell",
        StepKind.TOOL_CALL,
        List.of(),
        run.isEmpty() ? null : run,
        payload.path("cwd").asString(""),
        null);
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    var envelope = HookEnvelope.of(value);
    var header =
        new Event.Header(context.id(), 0, sessionOf(envelope), context.position(), envelope.at());
    return List.of(
        new Event.PromptSubmitted(
            header,
            SpanId.ofTurn(header.session(), envelope.nonce()),
            PromptSource.USER,
            envelope.payload().path("say").asString(""),
            0));
  }
}
