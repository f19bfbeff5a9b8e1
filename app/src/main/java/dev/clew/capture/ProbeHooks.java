package dev.clew.capture;

import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Hooks that `clew doctor` fires itself, to see whether they arrive: of no agent, and of no
/// session that lists show.
public final class ProbeHooks implements Hooks {
  /// Records of our own.
  private static final String AGENT = "clew";

  private static final String FIELD = "clew_probe";

  /// The payload of a probe.
  ///
  /// @param token tells it from others
  public static String payload(String token) {
    return JsonMapper.shared().createObjectNode().put(FIELD, token).toString();
  }

  @Override
  public String agent() {
    return AGENT;
  }

  @Override
  public boolean recognises(JsonNode payload) {
    return payload.path(FIELD).isString();
  }

  @Override
  public SessionKey sessionOf(HookEnvelope envelope) {
    return SessionKey.main(AGENT, "probe");
  }

  @Override
  public HookCall call(HookEnvelope envelope) {
    return HookCall.of(HookCall.Phase.OTHER, sessionOf(envelope), null, null);
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    var envelope = HookEnvelope.of(value);
    var record = new HookRecord(context, envelope, sessionOf(envelope));
    record.kept("probe");
    return record.told();
  }
}
