package dev.clew.query;

import dev.clew.event.Usage;
import dev.clew.index.Page;
import dev.clew.index.StepRow;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What was done, step by step.
public final class LogQuestion implements Question<LogQuestion.Row> {
  static final String FIELDS =
      """
      step: id - its id
      session: id - its session
      turn?: id - the turn it belongs to
      parent?: id - the step that started its sub-agent
      depth: number - 0 in a main conversation, 1 in a sub-agent, and so on
      agent_type?: text - what kind of sub-agent took it
      kind: text - what it did: llm_call, bash_command, file_read, file_write...
      tool?: text - the tool, as the agent names it
      title: text - what it was about, in one line
      started_at?: time - when it began
      duration_ms?: number - how long it took
      start_inferred?: flag - whether the beginning is taken from the end of what came before
      status: text - ok, error, running or unknown
      error?: text - what failed, in one line
      denial?: text - how it was refused
      child_session?: id - the sub-agent that it started
      effects: [text] - what it did to the world: reads, writes, deletes, network...
      model?: text - the model
      tokens?: tokens - of a model call
      cost_usd?: money - of a model call at list price
      """;

  /// A row: a step, or a version of a file where the history of files is asked for.
  public sealed interface Row permits Entry, PathVersion {}

  /// A step and its place in the whole answer, from 0.
  ///
  /// @param diffs what it did to files; absent when nobody asked
  public record Entry(StepRow step, long ordinal, @Nullable List<FileDiff> diffs) implements Row {}

  @Override
  public String name() {
    return "log";
  }

  @Override
  public String summary() {
    return "List steps, newest first: of one session or of all; or the history of a file or lines.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of(
            "step",
            "A step: a call of a tool or of a model.",
            FIELDS,
            """
            files: [touched_file] - what it did to files
            ordinal: number - its place in the whole answer, oldest first, from 0
            diffs?: [diff_file] - how the files it changed differ, where that is asked for
            """),
        Shape.of(
            "file_version",
            "A version of a file, where its history is asked for.",
            PathVersion.FIELDS));
  }

  @Override
  public List<Shape> parts() {
    return List.of(
        Shape.of(
            "touched_file",
            "What a step did to a file.",
            """
            path: text - the file, as the agent named it
            op: text - read, create, modify, delete or rename
            added: number - lines added
            removed: number - lines removed
            source: text - workspace where it was seen there, agent where the agent tells it
            """));
  }

  @Override
  public List<Parameter> parameters() {
    return Parameter.withPaging(
        Parameter.text("session", "a session: any unique start of its id, or 'last'")
            .asPosition(false),
        Parameter.text("repo", "only sessions in this folder, below it or above it"),
        Parameter.text(
            "path",
            "the versions of this file, or of all files below this folder: clew log -- PATH"),
        Parameter.text("lines", "the versions that changed these lines: clew log -L 10,20:FILE"),
        Parameter.text("folder", "the folder that the path is named from; clew: where you stand"),
        Parameter.flag("reverse", "oldest first"),
        Parameter.flag("patch", "with the lines that each step changed"),
        Parameter.flag("stat", "with the files that each step changed"));
  }

  @Override
  public Answer<Row> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    var path = request.text("path");
    if (path.isPresent()) {
      var file = NamedFile.of(sources, request.text("folder").orElse("/"), path.get());
      return new PathLog(sources, file, request.flag("patch"))
          .ask(request, request.text("lines").orElse(""));
    }
    var index = sources.index();
    var session = request.text("session");
    var repo = request.text("repo");
    List<Long> refs = List.of();
    if (session.isPresent()) {
      refs = index.withSubagents(Names.session(index, session.get()));
    } else if (repo.isPresent()) {
      refs = index.sessionRefs(Filters.every(Optional.empty(), repo));
      if (refs.isEmpty()) {
        return Answer.of(List.of());
      }
    }
    var oldestFirst = request.flag("reverse");
    var page = index.steps(refs, oldestFirst, request.offset(), request.limit());
    var place = new AtomicLong(oldestFirst ? page.offset() : page.total() - 1 - page.offset());
    var patch = request.flag("patch");
    var style = new Patches.Style(patch, Patches.Style.USUAL.context(), false);
    var entries = new ArrayList<Entry>();
    for (var step : page.rows()) {
      var seen = Running.seen(step, sources.clock());
      var diffs =
          patch || request.flag("stat")
              ? new Did(List.of(step), false).diffs(sources, style, Paths.of(""))
              : null;
      entries.add(new Entry(seen, next(place, oldestFirst, page), diffs));
    }
    return Answer.of(new Page<>(entries, page.offset(), page.total()), entry -> (Row) entry);
  }

  private static long next(AtomicLong place, boolean up, Page<StepRow> page) {
    return page.rows().isEmpty() ? 0 : up ? place.getAndIncrement() : place.getAndDecrement();
  }

  @Override
  public void write(Row row, JsonGenerator json) {
    switch (row) {
      case Entry entry -> write(entry, json);
      case PathVersion version -> version.write(json);
    }
  }

  private static void write(Entry entry, JsonGenerator json) {
    json.writeStartObject();
    row(entry.step(), json);
    json.writeNumberProperty("ordinal", entry.ordinal());
    if (entry.diffs() != null) {
      json.writeArrayPropertyStart("diffs");
      entry.diffs().forEach(diff -> diff.write(json));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  static void row(StepRow step, JsonGenerator json) {
    fields(step, json);
    files(step, json);
  }

  static void fields(StepRow step, JsonGenerator json) {
    var fields = new Fields(json);
    fields
        .span("step", step.id())
        .text("session", step.session())
        .span("turn", step.turn())
        .span("parent", step.parent())
        .number("depth", step.depth())
        .text("agent_type", step.agentType())
        .text("kind", step.kind())
        .text("tool", step.tool())
        .text("title", step.title())
        .at("started_at", step.startedAt())
        .number("duration_ms", step.durationMs())
        .flag("start_inferred", step.inferredStart())
        .text("status", status(step))
        .text("error", step.error())
        .text("denial", step.denial())
        .text("child_session", step.child());
    fields.texts("effects", Effects.of(step)).text("model", step.model());
    tokens(step.usage(), json);
    fields.cost("cost_usd", step.costPico());
  }

  private static void tokens(@Nullable Usage usage, JsonGenerator json) {
    if (usage != null) {
      new Fields(json).tokens("tokens", Usages.tokens(usage));
    }
  }

  static String status(StepRow step) {
    return step.status() == null ? "unknown" : step.status();
  }

  private static void files(StepRow step, JsonGenerator json) {
    json.writeArrayPropertyStart("files");
    for (var file : step.files()) {
      json.writeStartObject();
      new Fields(json)
          .text("path", file.path())
          .text("op", file.op())
          .number("added", file.added())
          .number("removed", file.removed())
          .text("source", file.source());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
