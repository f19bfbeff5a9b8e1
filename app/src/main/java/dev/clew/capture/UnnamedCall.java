package dev.clew.capture;

import tools.jackson.databind.JsonNode;

/// A call of a tool that hooks speak of without all of them naming it: what it is about ties them
/// together.
///
/// @param part what the hook does to it
/// @param about the session, the tool and its arguments
/// @param name the agent's own name of the call, or one of ours
public record UnnamedCall(Part part, String about, String name) {
  /// What a hook does to a call.
  public enum Part {
    /// The hook is the first to tell of it.
    OPENS,
    /// The hook tells of one that is open, or opens it.
    JOINS,
    /// The hook is the last to tell of it: the oldest open one.
    CLOSES
  }

  /// Our name of the call that `envelope` tells of first.
  public static String name(HookEnvelope envelope) {
    return "hook " + envelope.nonce();
  }

  /// What a call is about.
  public static String about(String session, String tool, JsonNode input) {
    return session + "\n" + tool + "\n" + input;
  }
}
