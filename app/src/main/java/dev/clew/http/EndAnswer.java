package dev.clew.http;

import dev.clew.move.Reverting.End;
import tools.jackson.core.JsonGenerator;

/// How it is answered how far a commit that takes work back has come: `state`, and what belongs to
/// it.
final class EndAnswer {
  private EndAnswer() {}

  static void write(End end, JsonGenerator json) {
    switch (end) {
      case End.Committed(var id) -> {
        json.writeStringProperty("state", "committed");
        json.writeStringProperty("commit", id);
      }
      case End.Staged() -> json.writeStringProperty("state", "staged");
      case End.Nothing() -> json.writeStringProperty("state", "nothing");
      case End.Open() -> json.writeStringProperty("state", "open");
      case End.Refused(var said) -> {
        json.writeStringProperty("state", "refused");
        json.writeStringProperty("said", said);
      }
      case End.Marked(var paths) -> {
        json.writeStringProperty("state", "marked");
        json.writeArrayPropertyStart("marked");
        paths.forEach(json::writeString);
        json.writeEndArray();
      }
    }
  }
}
