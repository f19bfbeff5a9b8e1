package dev.clew.query;

import dev.clew.index.IndexReader;
import dev.clew.index.StaleRow;
import dev.clew.index.StepRow;
import dev.clew.index.TurnRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What is new: the prompts and steps that entries from a number on tell of, for whoever follows.
///
/// The answer's cursor is the number to go on from, and is always there. Something may be told
/// twice, never missed.
public final class NewsQuestion implements Question<NewsQuestion.Told> {
  private static final int MOST = 500;

  /// Something new.
  public sealed interface Told {
    /// A prompt.
    record Prompt(TurnRow turn) implements Told {}

    /// A step that is new, or has changed.
    record Step(StepRow step) implements Told {}

    /// A write from a version that was no longer there.
    record Stale(StaleRow write) implements Told {}

    /// When it began; absent when no record tells.
    default @Nullable Long at() {
      return switch (this) {
        case Prompt prompt -> prompt.turn.at();
        case Step step -> step.step.startedAt();
        case Stale stale -> stale.write.at();
      };
    }
  }

  @Override
  public String name() {
    return "news";
  }

  @Override
  public String summary() {
    return "List the prompts and steps that came since an entry, or the newest, oldest first.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of(
            "news_prompt",
            "A prompt that is new.",
            """
            what: text - prompt
            turn: id - the turn that it began
            session: id - its session
            number: number - the turn's number in its session, from 1
            title: text - how the prompt begins
            source: text - who wrote it
            started_at?: time - when it was given
            """),
        Shape.of(
            "news_step",
            "A step that is new or has changed.",
            """
            what: text - step
            """,
            LogQuestion.FIELDS,
            """
            files: [touched_file] - what it did to files
            """),
        Shape.of(
            "news_stale_write",
            "A write from a version that was no longer there.",
            """
            what: text - stale_write
            """,
            StaleFields.FIELDS));
  }

  @Override
  public List<Shape> parts() {
    return List.of();
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.text("session", "one session with its sub-agents: any unique start of its id"),
        Parameter.text("repo", "only sessions in this folder, below it or above it"),
        Parameter.text("agent", "only one agent's sessions"),
        Parameter.number("entry", "what this entry and later ones tell of: an earlier cursor"),
        Parameter.number("limit", "at most so many steps, the newest (500)"));
  }

  @Override
  public Answer<Told> ask(Request request, Sources sources) throws QueryException, SQLException {
    var index = sources.index();
    var next = index.next(); // before anything is read, so that nothing is missed
    var cursor = Optional.of(Long.toString(next));
    var limit = request.limit() < 0 ? MOST : Math.min(MOST, request.limit());
    var scope = scope(request, index);
    if (scope.isPresent() && scope.get().isEmpty()) {
      return new Answer<>(List.of(), cursor, 0);
    }
    var refs = scope.orElse(List.of());
    var told = new ArrayList<Told>();
    long total;
    if (request.text("entry").isEmpty()) {
      var page = index.steps(refs, false, 0, limit);
      total = page.rows().size();
      page.rows().forEach(step -> told.add(step(step, sources)));
    } else {
      var entry = request.number("entry", 0);
      var page = index.stepsSince(refs, entry, limit);
      var turns = index.turnsSince(refs, entry);
      total = page.total() + turns.size();
      page.rows().forEach(step -> told.add(step(step, sources)));
      turns.forEach(turn -> told.add(new Told.Prompt(turn)));
      for (var write : index.overlaps().staleSince(refs, entry)) {
        told.add(new Told.Stale(write));
        total++;
      }
    }
    told.sort(Comparator.comparingLong(each -> Objects.requireNonNullElse(each.at(), 0L)));
    return new Answer<>(List.copyOf(told), cursor, total);
  }

  private static Told step(StepRow step, Sources sources) {
    return new Told.Step(Running.seen(step, sources.clock()));
  }

  /// The sessions that are asked for; empty when all are.
  private static Optional<List<Long>> scope(Request request, IndexReader index)
      throws QueryException, SQLException {
    var named = request.text("session");
    var repo = request.text("repo");
    var agent = request.text("agent");
    if (repo.isEmpty() && agent.isEmpty()) {
      return named.isEmpty()
          ? Optional.empty()
          : Optional.of(index.withSubagents(Names.session(index, named.get())));
    }
    var fitting = index.sessionRefs(Filters.every(agent, repo));
    if (named.isEmpty()) {
      return Optional.of(fitting);
    }
    var session = Names.session(index, named.get());
    return Optional.of(fitting.contains(session) ? index.withSubagents(session) : List.of());
  }

  @Override
  public void write(Told told, JsonGenerator json) {
    json.writeStartObject();
    switch (told) {
      case Told.Prompt(var turn) -> {
        json.writeStringProperty("what", "prompt");
        new Fields(json)
            .span("turn", turn.id())
            .text("session", turn.session())
            .number("number", turn.number())
            .text("title", turn.title())
            .text("source", turn.source())
            .at("started_at", turn.at() == 0 ? null : turn.at());
      }
      case Told.Stale(var write) -> {
        json.writeStringProperty("what", "stale_write");
        StaleFields.write(write, json);
      }
      case Told.Step(var step) -> {
        json.writeStringProperty("what", "step");
        LogQuestion.row(step, json);
      }
    }
    json.writeEndObject();
  }

  /// Writes a step as a row of the log, without its place there.
  public static void writeStep(StepRow step, JsonGenerator json) {
    json.writeStartObject();
    LogQuestion.row(step, json);
    json.writeEndObject();
  }
}
