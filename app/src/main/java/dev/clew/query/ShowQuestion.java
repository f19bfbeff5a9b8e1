package dev.clew.query;

import dev.clew.content.DamagedObjectException;
import dev.clew.event.Event;
import dev.clew.event.Place;
import dev.clew.event.SpanId;
import dev.clew.event.WorkspaceState;
import dev.clew.index.FileRow;
import dev.clew.index.IndexReader;
import dev.clew.index.Seen;
import dev.clew.index.SessionRow;
import dev.clew.index.StepRow;
import dev.clew.index.TurnRow;
import dev.clew.index.TurnSums;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Everything that is known of one session, turn, step or snapshot.
public final class ShowQuestion implements Question<ShowQuestion.Shown> {
  /// What an id named.
  public sealed interface Shown {
    /// A session with its turns and sub-agents.
    ///
    /// @param ordinals for each turn the place of its first step in the session's log
    /// @param settings what it ran under, and what it asked leave for
    /// @param unknown types and fields that the adapter did not know, and how often they came
    record Session(
        SessionRow row,
        List<TurnRow> turns,
        List<TurnSums> sums,
        List<Long> ordinals,
        List<SessionRow> subagents,
        Map<String, String> pullRequests,
        Map<String, String> gitOperations,
        Map<String, Long> gaps,
        Map<String, Long> unknown,
        Map<String, Long> apiErrors,
        Map<String, Long> changedOutside,
        SessionSettings settings,
        SessionWorkspaces workspaces,
        CaptureProof.Proof proof)
        implements Shown {}

    /// A turn with its prompt.
    ///
    /// @param files what its steps did to files
    record Turn(TurnRow row, TurnSums sums, String prompt, int images, List<FileRow> files)
        implements Shown {}

    /// A step with everything that its records tell.
    record Step(StepDetail detail) implements Shown {}

    /// A snapshot: the moments at which a workspace was so.
    record Snapshot(List<Seen<WorkspaceState>> moments) implements Shown {}
  }

  @Override
  public String name() {
    return "show";
  }

  @Override
  public String summary() {
    return "Show everything that is known of a session, a turn, a step or a snapshot.";
  }

  @Override
  public List<Shape> rows() {
    return ShowShapes.rows();
  }

  @Override
  public List<Shape> parts() {
    return ShowShapes.parts();
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.text("id", "any unique start of an id, or 'last' for the newest session")
            .asPosition(true));
  }

  @Override
  public Answer<Shown> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    var index = sources.index();
    var text = request.text("id").orElse("last");
    try {
      return Answer.of(
          List.of(
              switch (Names.any(index, text)) {
                case Names.Named.Session named -> session(sources, named.ref());
                case Names.Named.Turn named -> turn(index, named.id(), sources);
                case Names.Named.Step named ->
                    new Shown.Step(StepDetail.of(sources, step(sources, named.id())));
                case Names.Named.Snapshot named ->
                    new Shown.Snapshot(index.workspaces().snapshotsLike(named.tree()));
              }));
    } catch (DamagedObjectException e) {
      throw new IOException(e.getMessage() + "; 'clew verify' lists what is damaged", e);
    }
  }

  private static StepRow step(Sources sources, long id) throws SQLException, QueryException {
    return Running.seen(sources.index().step(id).orElseThrow(), sources.clock());
  }

  static Shown.Session session(Sources sources, long ref) throws SQLException, QueryException {
    var index = sources.index();
    var row = index.session(ref).orElseThrow();
    var tree = index.withSubagents(ref);
    var turns = index.turns(ref);
    var sums = index.sums(tree, turns);
    var ordinals = new ArrayList<Long>();
    var before = turns.isEmpty() ? 0 : index.stepsBefore(tree, turns.getFirst().at());
    for (var sum : sums) {
      ordinals.add(before);
      before += sum.steps();
    }
    return new Shown.Session(
        row,
        turns,
        sums,
        ordinals,
        index.subagents(ref),
        index.facts(ref, "pull_request"),
        index.facts(ref, "git"),
        Gaps.of(index, row, sources.clock()),
        index.tally(ref, "unknown"),
        index.tally(ref, "api_error"),
        index.tally(ref, "changed_outside"),
        SessionSettings.of(index, ref),
        SessionWorkspaces.of(index, tree),
        new CaptureProof(index, sources.clock()).of(List.of(row)).getFirst());
  }

  private static Shown turn(IndexReader index, long id, Sources sources)
      throws SQLException, IOException, QueryException, DamagedObjectException {
    var row = index.turn(id).orElseThrow();
    var turns = index.turns(row.sessionRef());
    var sums = index.sums(index.withSubagents(row.sessionRef()), turns).get(row.number() - 1);
    return turn(row, sums, sources);
  }

  static Shown.Turn turn(TurnRow row, TurnSums sums, Sources sources)
      throws SQLException, IOException, QueryException, DamagedObjectException {
    var index = sources.index();
    var prompt =
        Records.events(sources, List.of(row.seq())).stream()
            .map(Records.Told::event)
            .flatMap(event -> prompt(event, new SpanId(row.id())).stream())
            .findFirst();
    return new Shown.Turn(
        row,
        sums,
        prompt.map(Prompt::text).orElse(row.title()),
        prompt.map(Prompt::images).orElse(0),
        index.filesBetween(index.withSubagents(row.sessionRef()), row.at(), row.endsAt()));
  }

  private record Prompt(String text, int images) {}

  private static Optional<Prompt> prompt(Event event, SpanId turn) {
    return switch (event) {
      case Event.PromptSubmitted told when told.turn().equals(turn) ->
          Optional.of(new Prompt(told.text(), told.images()));
      case Event.Placed placed when placed.place() instanceof Place.Prompt told ->
          Optional.of(new Prompt(told.text(), told.images()));
      default -> Optional.empty(); // the record tells of other things too
    };
  }

  @Override
  public void write(Shown shown, JsonGenerator json) {
    json.writeStartObject();
    switch (shown) {
      case Shown.Session session -> write(session, json);
      case Shown.Turn turn -> write(turn, json);
      case Shown.Step step -> step.detail().write(json);
      case Shown.Snapshot snapshot -> write(snapshot, json);
    }
    json.writeEndObject();
  }

  private static void write(Shown.Snapshot snapshot, JsonGenerator json) {
    SeenFields.snapshot(snapshot.moments.getFirst(), json);
    SeenFields.snapshots("moments", snapshot.moments, json);
  }

  private static void write(Shown.Turn turn, JsonGenerator json) {
    write(turn.row, turn.sums, json);
    new Fields(json).text("prompt", turn.prompt).number("images", turn.images);
    json.writeArrayPropertyStart("files");
    turn.files.forEach(file -> FilesQuestion.file(file, json));
    json.writeEndArray();
  }

  private static void write(TurnRow turn, TurnSums sums, JsonGenerator json) {
    var end = turn.endsAt() == null ? sums.lastEndMs() : Math.min(turn.endsAt(), sums.lastEndMs());
    new Fields(json)
        .span("turn", turn.id())
        .text("session", turn.session())
        .number("number", turn.number())
        .text("title", turn.title())
        .text("source", turn.source())
        .at("started_at", turn.at() == 0 ? null : turn.at())
        .at("ended_at", end == 0 ? null : end)
        .number("duration_ms", end == 0 ? null : Math.max(0, end - turn.at()))
        .number("steps", sums.steps())
        .number("errors", sums.errors())
        .cost("cost_usd", sums.costPico());
  }

  private static void write(Shown.Session shown, JsonGenerator json) {
    SessionsQuestion.fields(shown.row, json);
    json.writeNumberProperty("compactions", shown.row.compactions());
    writeTurns(shown, json);
    writeSubagents(shown.subagents, json);
    json.writeArrayPropertyStart("pull_requests");
    shown.pullRequests.forEach((url, value) -> {
      var parts = value.split(" ", 2);
      json.writeStartObject();
      new Fields(json)
          .number("number", Long.parseLong(parts[0]))
          .text("url", url)
          .text("repository", parts[1]);
      json.writeEndObject();
    });
    json.writeEndArray();
    json.writeArrayPropertyStart("git_operations");
    shown.gitOperations.forEach((key, value) -> {
      var name = key.split(" ", 2);
      var parts = value.split(" ", 2);
      json.writeStartObject();
      new Fields(json)
          .text("step", name[0])
          .text("operation", name[1])
          .text("commit", parts[0].isEmpty() ? null : parts[0])
          .text("ref", parts[1].isEmpty() ? null : parts[1]);
      json.writeEndObject();
    });
    json.writeEndArray();
    var proof = shown.proof;
    new Fields(json)
        .text("capture_source", proof.source())
        .number("captured", proof.captured())
        .number("expected", proof.expected())
        .at("last_hook_at", proof.heartbeat());
    Gaps.write(proof.missing(), shown.gaps, json);
    counts("unknown", shown.unknown, json);
    counts("api_errors", shown.apiErrors, json);
    counts("changed_outside", shown.changedOutside, json);
    shown.settings.write(json);
    shown.workspaces.write(json);
  }

  private static void writeTurns(Shown.Session shown, JsonGenerator json) {
    json.writeArrayPropertyStart("turn_list");
    for (var i = 0; i < shown.turns.size(); i++) {
      json.writeStartObject();
      write(shown.turns.get(i), shown.sums.get(i), json);
      json.writeNumberProperty("first_ordinal", shown.ordinals.get(i));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeSubagents(List<SessionRow> subagents, JsonGenerator json) {
    json.writeArrayPropertyStart("subagents");
    for (var subagent : subagents) {
      json.writeStartObject();
      new Fields(json)
          .text("session", subagent.id())
          .span("step", subagent.parentStep())
          .text("agent_type", subagent.subagentType())
          .text("title", subagent.title())
          .number("steps", subagent.total().modelCalls() + subagent.total().toolCalls())
          .cost("cost_usd", SessionsQuestion.cost(subagent.total()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void counts(String name, Map<String, Long> counts, JsonGenerator json) {
    json.writeObjectPropertyStart(name);
    counts.forEach(json::writeNumberProperty);
    json.writeEndObject();
  }
}
