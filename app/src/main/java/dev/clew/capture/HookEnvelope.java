package dev.clew.capture;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A hook's payload with what the hook client adds.
///
/// As it is stored: `{"clew_hook":1,"agent":…,"event":…,"at":…,"nonce":…,"pid":…,"payload":…}`.
///
/// @param agent the agent whose settings fired the hook, as the installed command names it; the
///   record's kind names the one whose payload it is
/// @param event the hook's name, as the installed command names it; the payload's own goes before
/// @param at when the client was started, by this machine's clock, in nanoseconds
/// @param nonce names this delivery: the same when it comes twice
/// @param pid the process that called the client: the agent, or its shell
/// @param payload what the agent wrote on the client's standard input
/// @param call the call that a hook of a tool is about, where its payload does not say and the
///   recorder saw which (`call`, left out where absent)
public record HookEnvelope(
    String agent,
    String event,
    Instant at,
    String nonce,
    long pid,
    JsonNode payload,
    @Nullable String call) {
  private static final int VERSION = 1;

  /// An envelope as its client told it.
  public HookEnvelope(
      String agent, String event, Instant at, String nonce, long pid, JsonNode payload) {
    this(agent, event, at, nonce, pid, payload, null);
  }

  /// The same, about the call `name`.
  public HookEnvelope about(String name) {
    return new HookEnvelope(agent, event, at, nonce, pid, payload, name);
  }

  /// The envelope in a stored record.
  public static HookEnvelope of(JsonNode stored) {
    return new HookEnvelope(
        stored.path("agent").asString(""),
        stored.path("event").asString(""),
        time(stored.path("at").asString("")),
        stored.path("nonce").asString(""),
        stored.path("pid").asLong(0),
        stored.path("payload"),
        stored.path("call").isString() ? stored.path("call").stringValue() : null);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /// As it is stored.
  public JsonNode stored() {
    return around().set("payload", payload);
  }

  private ObjectNode around() {
    var json =
        JsonMapper.shared()
            .createObjectNode()
            .put("clew_hook", VERSION)
            .put("agent", agent)
            .put("event", event)
            .put("at", at.toString())
            .put("nonce", nonce)
            .put("pid", pid);
    return call == null ? json : json.put("call", call);
  }

  /// As it is stored, with `bytes` as the payload: they are kept as they are.
  public byte[] stored(byte[] bytes) {
    var before = around().toString();
    var head =
        (before.substring(0, before.length() - 1) + ",\"payload\":")
            .getBytes(StandardCharsets.UTF_8);
    var whole = Arrays.copyOf(head, head.length + bytes.length + 1);
    System.arraycopy(bytes, 0, whole, head.length, bytes.length);
    whole[whole.length - 1] = '}';
    return whole;
  }
}
