package dev.clew.capture;

import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One agent's transcripts: files of JSON values, one record each.
///
/// Stateless: [#interpret] depends on nothing but its arguments, so that the index can be rebuilt
/// from the stored records alone.
public interface Transcripts {
  /// The agent's short name, as in `--agent`.
  String agent();

  /// What a record of these files is called, after the agent's name: `line` unless they hold
  /// something else than a conversation.
  default String form() {
    return "line";
  }

  /// The folders below the user's home where the agent keeps its transcripts.
  ///
  /// @param environment may name other folders
  List<Path> folders(Path home, Map<String, String> environment);

  /// Whether this value, found in `file`, is one of the agent's records.
  boolean recognises(Path file, JsonNode value);

  /// A name for the file that stays when the file is moved to another folder.
  String streamName(Path file);

  /// The conversation that a file belongs to, by its name and, where that does not tell, by its
  /// first values.
  SessionKey sessionOf(Path file, List<JsonNode> head);

  /// Whether a session is one file whose first records say whose it is: a place in it then names a
  /// record, whatever the file is called.
  default boolean isOneFilePerSession() {
    return false;
  }

  /// The working directory of records that name none, by the file's first values; empty when they
  /// do not tell.
  default String folderOf(List<JsonNode> head) {
    return "";
  }

  /// The conversation that the value names; empty when it names none.
  Optional<SessionKey> sessionOf(JsonNode value, SessionKey file);

  /// The agent's own unique name of the record; empty when it has none.
  Optional<String> recordName(JsonNode value);

  /// What the record says; never empty.
  List<Event> interpret(RecordContext context, JsonNode value);
}
