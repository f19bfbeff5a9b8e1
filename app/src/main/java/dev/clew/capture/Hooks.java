package dev.clew.capture;

import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One agent's hooks: what it tells while it works.
///
/// A stored hook record is a [HookEnvelope] around the payload. Stateless, as [Transcripts] is.
public interface Hooks {
  /// The agent's short name, the same as of its transcripts.
  String agent();

  /// Whether only this agent writes payloads of this shape. An agent's settings may be read by
  /// another one, whose payloads then come under the wrong name.
  default boolean recognises(JsonNode payload) {
    return false;
  }

  /// The conversation that a payload belongs to; one named `unknown` when it does not say.
  SessionKey sessionOf(HookEnvelope envelope);

  /// What the recorder must know at once.
  HookCall call(HookEnvelope envelope);

  /// The calls that a hook opens, joins or closes, for an agent whose hooks after a tool do not
  /// name the call: the recorder, which sees them in order, tells them apart.
  default List<UnnamedCall> unnamed(HookEnvelope envelope) {
    return List.of();
  }

  /// Where the agent's settings name the MCP servers that it offers.
  default List<McpFile> mcpFiles() {
    return List.of();
  }

  /// How the conversation `id` goes on in the agent's program; empty where that is not known to be
  /// possible.
  ///
  /// @param id the agent's own name of a main conversation
  default Optional<Resume> resume(String id) {
    return Optional.empty();
  }

  /// What the record says; never empty. An event whose name is not known is kept, not refused.
  ///
  /// @param value the stored envelope, redacted
  List<Event> interpret(RecordContext context, JsonNode value);
}
