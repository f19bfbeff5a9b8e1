package dev.clew.capture;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// A hook's payload with what the hook client adds.
///
/// As it is stored: `{"clew_hook":1,"agent":…,"event":…,"at":…,"nonce":…,"pid":…,"payload":…}`.
///
/// @param agent the agent whose settings fired the hook, as the installed command names it
/// @param event the hook's name, as the installed command names it; the payload's own goes before
/// @param at when the client was started, by this machine's clock, in nanoseconds
/// @param nonce names this delivery: the same when it comes twice
/// @param pid the process that called the client: the agent, or its shell
/// @param payload what the agent wrote on the client's standard input
public record HookEnvelope(
    String agent, String event, Instant at, String nonce, long pid, JsonNode payload) {}
