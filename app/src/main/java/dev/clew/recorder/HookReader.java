package dev.clew.recorder;

import dev.clew.capture.Agents;
import dev.clew.capture.HookEnvelope;
import dev.clew.event.RecordId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Finds out what a frame is.
final class HookReader {
  private static final long SECOND_NS = 1_000_000_000L;

  /// Records that Clew writes about itself.
  private static final String NOBODY = "clew";

  private final Agents agents;

  HookReader(Agents agents) {
    this.agents = agents;
  }

  /// The id of the record of the delivery that `nonce` names.
  static RecordId id(String nonce) {
    return RecordId.derive("clew", "hook", nonce);
  }

  /// What stands for a file of the spool that holds no frame.
  static HookFrame noFrame(Spool.Name name, byte[] bytes) {
    var kept = bytes.length > HookFrame.LONGEST ? new byte[0] : bytes;
    var nonce = Spool.nonce(name, bytes);
    return new HookFrame(NOBODY, "frame", nonce, name.stampNs(), 0, 0, bytes.length, kept);
  }

  HeardHook read(HookFrame frame) {
    if (frame.agent().equals(NOBODY)) {
      return bad(frame, "frame");
    }
    if (frame.length() != frame.payload().length) {
      return bad(frame, "length");
    }
    try {
      return heard(frame, payload(frame.payload()), null);
    } catch (Json.MalformedException e) {
      return bad(frame, e.why());
    }
  }

  /// A hook without any input is one all the same: its event is told by the command line.
  private static JsonNode payload(byte[] bytes) throws Json.MalformedException {
    var values = Json.values(bytes);
    if (values.size() > 1) {
      throw new Json.MalformedException("json", "more than one value");
    }
    return values.isEmpty() ? JsonNodeFactory.instance.nullNode() : values.getFirst().node();
  }

  private HeardHook bad(HookFrame frame, String why) {
    return heard(frame, JsonNodeFactory.instance.nullNode(), why);
  }

  private HeardHook heard(HookFrame frame, JsonNode payload, @Nullable String bad) {
    var envelope =
        new HookEnvelope(
            frame.agent(),
            frame.event(),
            Instant.ofEpochSecond(frame.stampNs() / SECOND_NS, frame.stampNs() % SECOND_NS),
            frame.nonce(),
            frame.pid(),
            payload);
    var hooks = bad == null ? agents.hooksFor(frame.agent(), payload) : agents.hooks(frame.agent());
    var call = bad == null ? hooks.map(each -> each.call(envelope)).orElse(null) : null;
    return new HeardHook(frame, id(frame.nonce()), hooks.orElse(null), envelope, call, bad);
  }
}
