package dev.clew.recorder;

import dev.clew.capture.RecordContext;
import dev.clew.capture.Transcripts;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.event.Event;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Turns stored records back into events: the same function when a record arrives and when the
/// index is rebuilt.
public final class Interpreter {
  private final Map<String, Transcripts> adapters;

  /// An interpreter for the records of these agents.
  public Interpreter(List<Transcripts> adapters) {
    this.adapters =
        adapters.stream().collect(Collectors.toMap(Transcripts::agent, Function.identity()));
  }

  /// What the record with these stored bytes says.
  public List<Event> events(String kind, RecordContext context, byte[] payload) {
    if (RecordKind.isMalformed(kind)) {
      return malformed(kind, context);
    }
    return kind.equals(RecordKind.GAP) ? List.of() : events(kind, context, Json.value(payload));
  }

  /// What a stored record says; nothing when it has been forgotten.
  public List<Event> events(ContentReader reader, ContentReader.Entry entry)
      throws DamagedObjectException {
    var record = entry.record();
    var context = new RecordContext(record.id(), record.session(), record.position());
    return reader
        .payload(entry)
        .map(bytes -> events(record.kind(), context, bytes))
        .orElse(List.of());
  }

  List<Event> events(String kind, RecordContext context, JsonNode value) {
    var adapter = adapters.get(RecordKind.agent(kind));
    if (adapter == null) {
      var header = new Event.Header(context.id(), 0, context.session(), context.position(), null);
      return List.of(new Event.Unrecognised(header, List.of("kind:" + kind)));
    }
    return adapter.interpret(context, value);
  }

  static List<Event> malformed(String kind, RecordContext context) {
    var header = new Event.Header(context.id(), 0, context.session(), context.position(), null);
    return List.of(new Event.Malformed(header, RecordKind.reason(kind)));
  }
}
