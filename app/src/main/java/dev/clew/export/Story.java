package dev.clew.export;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/// Writes a document while a session is gone through.
///
/// Everything it is given has passed [Outgoing]: the objects are those that `clew show --json`
/// prints, without secrets and without the names of homes.
interface Story {
  /// The document begins.
  void begin(Head head) throws IOException;

  /// A turn begins; it ends where the next one begins.
  void turn(JsonNode turn) throws IOException;

  /// A step.
  void step(JsonNode step) throws IOException;

  /// A sub-agent begins.
  void enter(JsonNode subagent) throws IOException;

  /// The innermost sub-agent ends.
  void leave() throws IOException;

  /// The document ends.
  void end() throws IOException;
}
