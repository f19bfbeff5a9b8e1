package dev.clew.query;

import dev.clew.index.SessionRow;
import dev.clew.index.TurnRow;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What a session looks like from afar.
public final class OutlineQuestion implements Question<OutlineQuestion.Drawn> {
  /// An outline and the sessions that its lanes stand for.
  public record Drawn(SessionRow session, Outline outline, Map<Long, SessionRow> subagents) {}

  @Override
  public String name() {
    return "outline";
  }

  @Override
  public String summary() {
    return "Show when a session worked, what failed, what was retried, and its sub-agents.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of(
            "outline",
            "A session from afar. Places are ordinals of its log.",
            """
            session: id - the session
            steps: number - how many steps, with sub-agents
            started_at?: time - when the first began
            busy: [[number]] - spans in which something was done, in milliseconds from the beginning
            errors: [number] - places of steps that failed
            error_count: number - how many failed
            retries: [[number]] - the place of a step, and of the one that it tried again
            lanes: [lane] - its sub-agents
            """));
  }

  @Override
  public List<Shape> parts() {
    return List.of(
        Shape.of(
            "lane",
            "A sub-agent in an outline.",
            """
            session?: id - its session
            agent_type?: text - what kind of sub-agent
            title?: text - what it was asked
            parent_ordinal?: number - the place of the step that started it
            first_ordinal?: number - the place of its first step
            last_ordinal?: number - the place of its last step
            steps: number - how many steps
            errors: number - how many failed
            from_ms?: number - when it began, from the session's beginning
            to_ms?: number - when it ended
            """));
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.text("session", "a session: any unique start of its id, or 'last'")
            .asPosition(false));
  }

  @Override
  public Answer<Drawn> ask(Request request, Sources sources) throws QueryException, SQLException {
    var index = sources.index();
    var main = Names.session(index, request.text("session").orElse("last"));
    var tree = index.withSubagents(main);
    var subagents = new LinkedHashMap<Long, SessionRow>();
    var parents = new HashMap<Long, Long>();
    for (var row : index.sessions(tree.stream().filter(ref -> ref != main).toList())) {
      subagents.put(row.ref(), row);
      if (row.parentStep() != null) {
        parents.put(row.ref(), row.parentStep());
      }
    }
    var turnsAt = index.turns(main).stream().map(TurnRow::at).toList();
    var outline = Outline.of(index.outline(tree), main, turnsAt, parents);
    return Answer.of(List.of(new Drawn(index.session(main).orElseThrow(), outline, subagents)));
  }

  @Override
  public void write(Drawn drawn, JsonGenerator json) {
    var outline = drawn.outline();
    json.writeStartObject();
    new Fields(json)
        .text("session", drawn.session().id())
        .number("steps", outline.steps())
        .at("started_at", outline.startedAt());
    json.writeArrayPropertyStart("busy");
    outline.busy().forEach(span -> pair(span.fromMs(), span.toMs(), json));
    json.writeEndArray();
    json.writeArrayPropertyStart("errors");
    outline.errors().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeNumberProperty("error_count", outline.errorCount());
    json.writeArrayPropertyStart("retries");
    outline.retries().forEach(retry -> pair(retry.step(), retry.of(), json));
    json.writeEndArray();
    json.writeArrayPropertyStart("lanes");
    outline.lanes().forEach(lane -> lane(lane, drawn.subagents().get(lane.sessionRef()), json));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void pair(long one, long other, JsonGenerator json) {
    json.writeStartArray();
    json.writeNumber(one);
    json.writeNumber(other);
    json.writeEndArray();
  }

  private static void lane(Outline.Lane lane, @Nullable SessionRow row, JsonGenerator json) {
    json.writeStartObject();
    var fields = new Fields(json);
    if (row != null) {
      fields
          .text("session", row.id())
          .text("agent_type", row.subagentType())
          .text("title", row.title());
    }
    fields
        .number("parent_ordinal", lane.parent())
        .number("first_ordinal", lane.first())
        .number("last_ordinal", lane.last())
        .number("steps", lane.steps())
        .number("errors", lane.errors());
    if (lane.span() != null) {
      fields.number("from_ms", lane.span().fromMs()).number("to_ms", lane.span().toMs());
    }
    json.writeEndObject();
  }
}
