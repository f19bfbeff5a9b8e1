package dev.clew.query;

import dev.clew.content.NotRead;
import dev.clew.content.SourceCount;
import dev.clew.index.CaptureRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// What was captured and what was not: of each file what became of its lines, of each session what
/// its records are and what is missing from it.
///
/// Answered from the store alone: a file that has grown since it was read is told as it was then.
public final class CaptureQuestion implements Question<CaptureQuestion.Row> {
  /// A row of the answer.
  public sealed interface Row {
    /// All files and sessions that were asked for; always the first row.
    ///
    /// @param stored records in the store; 0 unless everything was asked for
    /// @param unaccounted records that no file is known to have brought; 0 unless everything was
    ///   asked for
    record Total(CaptureSums sums, long stored, long unaccounted) implements Row {}

    /// Those of one agent.
    record Agent(CaptureSums sums) implements Row {}

    /// A file, or several of one kind, that was found and not read.
    record Left(NotRead notRead) implements Row {}

    /// A file that was read.
    record File(CapturedFile file) implements Row {}

    /// A session.
    record Session(CaptureRow row) implements Row {}
  }

  @Override
  public String name() {
    return "capture";
  }

  @Override
  public String summary() {
    return "Account for every line of every file: what was recorded, what was not, and why.";
  }

  @Override
  public List<Shape> rows() {
    return CaptureShapes.rows();
  }

  @Override
  public List<Shape> parts() {
    return CaptureShapes.parts();
  }

  @Override
  public List<Parameter> parameters() {
    return Parameter.withPaging(
        Parameter.text("what", "a session (start of its id, or 'last'), a file or a folder")
            .asPosition(false),
        Parameter.flag("totals", "only the sums"));
  }

  @Override
  public Answer<Row> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    var what = request.text("what");
    var index = sources.index();
    var content = sources.content();
    var counts =
        content.counts().stream().collect(Collectors.toMap(SourceCount::path, Function.identity()));
    var files =
        content.files().stream()
            .map(file -> new CapturedFile(file, counts.get(file.path())))
            .toList();
    if (what.isEmpty()) {
      var sessions = index.capture(List.of());
      var stored = content.records();
      var brought = counts.values().stream().mapToLong(SourceCount::brought).sum();
      return answer(
          request, files, content.notRead(), sessions, stored, stored - content.gaps() - brought);
    }
    var path = what.get().startsWith("/") ? Path.of(what.get()).normalize() : null;
    if (path != null) {
      var below = files.stream().filter(file -> under(path, file.file().path())).toList();
      var left = content.notRead().stream().filter(each -> under(path, each.path())).toList();
      if (below.isEmpty() && left.isEmpty()) {
        throw QueryException.notFound(
            "nothing at %s has been looked at: 'clew import' reads it".formatted(path));
      }
      return answer(request, below, left, sessions(below, sources), 0, 0);
    }
    var sessions = index.capture(index.withSubagents(Names.session(index, what.get())));
    var ids = sessions.stream().map(CaptureRow::id).collect(Collectors.toSet());
    var theirs = files.stream().filter(file -> tellsOf(file, ids)).toList();
    return answer(request, theirs, List.of(), sessions, 0, 0);
  }

  private static boolean under(Path path, String file) {
    return Path.of(file).startsWith(path);
  }

  private static boolean tellsOf(CapturedFile file, Set<String> sessions) {
    var count = file.count();
    return count != null && count.sessions().stream().anyMatch(sessions::contains);
  }

  private static List<CaptureRow> sessions(List<CapturedFile> files, Sources sources)
      throws SQLException, QueryException {
    var ids = new HashSet<String>();
    for (var file : files) {
      var count = file.count();
      if (count != null) {
        ids.addAll(count.sessions());
      }
    }
    return sources.index().capture(List.of()).stream()
        .filter(session -> ids.contains(session.id()))
        .toList();
  }

  private static Answer<Row> answer(
      Request request,
      List<CapturedFile> files,
      List<NotRead> left,
      List<CaptureRow> sessions,
      long stored,
      long unaccounted)
      throws QueryException {
    var all = new CaptureSums(null);
    var agents = new TreeMap<String, CaptureSums>();
    for (var file : files) {
      all.add(file);
      agents.computeIfAbsent(file.file().agent(), CaptureSums::new).add(file);
    }
    for (var session : sessions) {
      all.add(session);
      agents.computeIfAbsent(session.agent(), CaptureSums::new).add(session);
    }
    var rows = new ArrayList<Row>();
    rows.add(new Row.Total(all, stored, unaccounted));
    agents.values().forEach(sums -> rows.add(new Row.Agent(sums)));
    if (!request.flag("totals")) {
      left.forEach(each -> rows.add(new Row.Left(each)));
      files.forEach(file -> rows.add(new Row.File(file)));
      sessions.stream()
          .filter(session -> !session.records().isEmpty())
          .forEach(session -> rows.add(new Row.Session(session)));
    }
    return Answer.of(rows, request);
  }

  @Override
  public void write(Row row, JsonGenerator json) {
    switch (row) {
      case Row.Total total -> {
        json.writeStartObject();
        total.sums.write(json);
        new Fields(json)
            .number("stored_records", total.stored)
            .number("unaccounted_records", total.unaccounted);
        json.writeEndObject();
      }
      case Row.Agent agent -> {
        json.writeStartObject();
        agent.sums.write(json);
        json.writeEndObject();
      }
      case Row.Left left -> CapturedFile.write(left.notRead, json);
      case Row.File file -> file.file.write(json);
      case Row.Session session -> write(session.row, json);
    }
  }

  /// What is missing from a session, by reason.
  public static Map<String, Long> gaps(CaptureRow row) {
    return Gaps.of(row);
  }

  private static void write(CaptureRow row, JsonGenerator json) {
    json.writeStartObject();
    var fields = new Fields(json);
    fields
        .text("what", "session")
        .text("session", row.id())
        .text("agent", row.agent())
        .text("agent_session", row.agentSession())
        .text("subagent", row.subagent())
        .text("title", row.title());
    CaptureSums.counts("by_class", row.records(), json);
    CaptureSums.counts("kept", row.kept(), json);
    CaptureSums.counts("unknown", row.unknown(), json);
    fields
        .number("turns", row.turns())
        .number("model_calls", row.modelCalls())
        .number("tool_calls", row.toolCalls())
        .number("tool_results", row.answered())
        .number("replayed_steps", row.replayed())
        .number("subagents", row.subagents())
        .number("subagents_missing", row.missingSubagents());
    Gaps.write(Gaps.of(row), json);
    json.writeEndObject();
  }
}
