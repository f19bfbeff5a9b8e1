package dev.clew.event;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Says which conversation an event belongs to, in the agent's own words.
///
/// A sub-agent's conversation is a session of its own, in the trace of the session that started it.
///
/// @param agent the agent's short name, for example `claude`
/// @param agentSession the agent's id of the main conversation
/// @param subagent the agent's id of the sub-agent; absent for the main conversation
public record SessionKey(String agent, String agentSession, @Nullable String subagent) {
  /// The main conversation `agentSession` of `agent`.
  public static SessionKey main(String agent, String agentSession) {
    return new SessionKey(agent, agentSession, null);
  }

  /// The sub-agent `id` that was started from this conversation or below it.
  public SessionKey subagent(String id) {
    return new SessionKey(agent, agentSession, id);
  }

  /// The main conversation that this one belongs to.
  public SessionKey root() {
    return subagent == null ? this : main(agent, agentSession);
  }

  /// The session id: 32 lower-case hex digits.
  public String id() {
    return subagent == null
        ? traceId()
        : hex(Ids.derive("clew/subagent/v1", agent, agentSession, subagent));
  }

  /// The derived trace id: 32 lower-case hex digits, the same for a session and its sub-agents.
  public String traceId() {
    return hex(Ids.derive("clew/session/v1", agent, agentSession));
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
  }
}
