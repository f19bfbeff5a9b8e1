package dev.clew.recorder;

import dev.clew.capture.Agents;
import dev.clew.capture.RecordContext;
import dev.clew.capture.Resume;
import dev.clew.capture.claims.ClaimRecords;
import dev.clew.capture.workspace.SessionRecords;
import dev.clew.capture.workspace.WorkspaceRecords;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.event.Event;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Turns stored records back into events: the same function when a record arrives and when the
/// index is rebuilt.
public final class Interpreter {
  private final Agents agents;
  private final WorkspaceRecords workspaces = new WorkspaceRecords();
  private final SessionRecords sessions = new SessionRecords();

  /// An interpreter for the records of these agents.
  public Interpreter(Agents agents) {
    this.agents = agents;
  }

  /// How a conversation goes on in its agent's program; empty where that is not known.
  ///
  /// @param id the agent's own name of it
  public Optional<Resume> resume(String agent, String id) {
    return agents.hooks(agent).flatMap(hooks -> hooks.resume(id));
  }

  /// What the record with these stored bytes says.
  public List<Event> events(String kind, RecordContext context, byte[] payload) {
    if (RecordKind.isMalformed(kind)) {
      return malformed(kind, context);
    }
    return RecordKind.isNote(kind) ? List.of() : events(kind, context, Json.value(payload));
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
    if (kind.equals(WorkspaceRecords.KIND)) {
      return workspaces.interpret(context, value);
    }
    if (kind.equals(SessionRecords.KIND)) {
      return sessions.interpret(context, value);
    }
    var agent = RecordKind.agent(kind);
    return switch (RecordKind.form(kind)) {
      case RecordKind.LINE ->
          agents
              .transcripts(agent)
              .map(each -> each.interpret(context, value))
              .orElseGet(() -> unknown(kind, context));
      case RecordKind.HOOK ->
          agents
              .hooks(agent)
              .map(each -> each.interpret(context, value))
              .orElseGet(() -> unknown(kind, context));
      default ->
          ClaimRecords.form(kind)
              .map(form -> ClaimRecords.interpret(form, context, value))
              .orElseGet(() -> unknown(kind, context));
    };
  }

  private static List<Event> unknown(String kind, RecordContext context) {
    var header = new Event.Header(context.id(), 0, context.session(), context.position(), null);
    return List.of(new Event.Unrecognised(header, List.of("kind:" + kind)));
  }

  static List<Event> malformed(String kind, RecordContext context) {
    var header = new Event.Header(context.id(), 0, context.session(), context.position(), null);
    return List.of(new Event.Malformed(header, RecordKind.reason(kind)));
  }
}
