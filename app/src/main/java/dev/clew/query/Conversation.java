package dev.clew.query;

import dev.clew.capture.Resume;
import dev.clew.event.SpanId;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.Seen;
import dev.clew.index.SessionRow;
import dev.clew.index.TurnRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A conversation of which a move takes work back, and how it goes on from there. Files go back;
/// what was said stays with the agent's program, and only that can go back in it.
///
/// @param session its id
/// @param folder where its agent worked; absent when not known
/// @param turn the first turn of which something is taken back; absent when no turn is known
public record Conversation(
    String session, String agent, @Nullable String folder, Resume resume, @Nullable TurnRow turn) {
  /// The conversations that these changes were made in, as far as they can be resumed.
  static List<Conversation> of(Collection<Seen<WorkspaceChange>> changes, Sources sources)
      throws SQLException, QueryException {
    var all = new LinkedHashMap<String, Conversation>();
    var steps = changes.stream().map(Seen::step).filter(Objects::nonNull).distinct().toList();
    for (var step : steps) {
      var row = sources.index().step(step).orElse(null);
      var session = row == null ? null : sources.index().session(row.sessionRef()).orElse(null);
      if (row == null || session == null) {
        continue;
      }
      var turn = row.turn() == null ? null : sources.index().turn(row.turn()).orElse(null);
      var found = of(session, turn, sources);
      if (found != null) {
        all.merge(session.trace(), found, Conversation::earlier);
      }
    }
    return new ArrayList<>(all.values());
  }

  private static @Nullable Conversation of(
      SessionRow session, @Nullable TurnRow turn, Sources sources) {
    return sources
        .interpreter()
        .resume(session.agent(), session.agentSession())
        .map(resume ->
            new Conversation(session.trace(), session.agent(), session.cwd(), resume, turn))
        .orElse(null);
  }

  private static Conversation earlier(Conversation one, Conversation other) {
    if (one.turn == null) {
      return other;
    }
    return other.turn != null && other.turn.number() < one.turn.number() ? other : one;
  }

  /// Writes it as one JSON object.
  public void write(JsonGenerator json) {
    json.writeStartObject();
    new Fields(json)
        .text("session", session)
        .text("agent", agent)
        .text("folder", folder)
        .text("command", resume.command())
        .text("copy", resume.copy())
        .text("back", resume.back());
    if (turn != null) {
      new Fields(json)
          .text("turn", new SpanId(turn.id()).hex())
          .number("number", turn.number())
          .text("prompt", turn.title());
    }
    json.writeEndObject();
  }
}
