package dev.clew.query;

import dev.clew.event.SpanId;
import dev.clew.index.OverlapFilter;
import dev.clew.index.Page;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Which files several sessions changed, or a session and a person, and where one wrote from a
/// version that was no longer there.
public final class OverlapsQuestion implements Question<Overlap> {
  @Override
  public String name() {
    return "overlaps";
  }

  @Override
  public String summary() {
    return "List files that several sessions changed: stale reads and lost updates.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of(
            "overlap",
            "A file that several sessions, or a session and a person, have changed.",
            """
            path: text - the file
            kind: text - the gravest of what happened: lost_update, stale_read or same_file
            at?: time - when it was changed last
            together?: flag - whether two of them were at work at the same time
            sessions: [overlap_party] - who changed it, whoever did last at the end
            writes: [stale_write] - writes from a version that was no longer there, oldest first
            """));
  }

  @Override
  public List<Shape> parts() {
    return List.of(
        Shape.of(
            "overlap_party",
            "One who changed a file that others changed, too.",
            """
            session?: id - the session; absent for a person
            agent: text - its agent; human for a person
            title?: text - what the session is about
            changes: number - how often it changed the file
            steps: [id] - the steps that did
            first_at?: time - when it did first
            last_at?: time - when it did last
            """),
        StaleFields.STALE);
  }

  @Override
  public List<Parameter> parameters() {
    return Parameter.withPaging(
        Parameter.text(
                "session", "only files that this session changed: any unique start of its id")
            .asPosition(false),
        Parameter.text("since", "only files changed after a time or day, or within 7d, 12h"),
        Parameter.text("path", "only this file, or the files in this folder"),
        Parameter.choice(
            "kind",
            "only files where this happened",
            List.of("stale", "stale_read", "lost_update")),
        Parameter.text("folder", "the folder that the path is named from; clew: where you stand"));
  }

  @Override
  public Answer<Overlap> ask(Request request, Sources sources) throws QueryException, SQLException {
    var index = sources.index();
    var named = request.text("session");
    var sessions =
        named.isEmpty() ? List.<Long>of() : index.withSubagents(Names.session(index, named.get()));
    var filter =
        new OverlapFilter(
            sessions,
            Times.since(request.text("since"), sources.clock()),
            path(request),
            request
                .text("kind")
                .map(kind -> OverlapFilter.Kind.valueOf(kind.toUpperCase(Locale.ROOT))));
    var reading = new OverlapReading(index);
    if (request.limit() < 0) {
      var files = index.overlaps().files(filter, request.offset(), -1);
      return new Answer<>(
          new LazyRows<>(files.rows(), reading::overlaps), Optional.empty(), files.total());
    }
    var page = index.overlaps().files(filter, request.offset(), request.limit());
    var rows = new ArrayList<>(new LazyRows<>(page.rows(), reading::overlaps));
    return Answer.of(new Page<>(rows, page.offset(), page.total()), row -> row);
  }

  /// The file or folder that is asked for, as the store knows it; none for all.
  private static Optional<String> path(Request request) {
    var folder = Path.of(request.text("folder").orElse("/"));
    return request
        .text("path")
        .map(path -> folder.resolve(path).normalize().toString())
        .filter(path -> !path.equals("/"));
  }

  @Override
  public void write(Overlap row, JsonGenerator json) {
    json.writeStartObject();
    new Fields(json)
        .text("path", row.path())
        .text("kind", row.kind())
        .at("at", row.at())
        .flag("together", row.together());
    json.writeArrayPropertyStart("sessions");
    for (var party : row.parties()) {
      json.writeStartObject();
      new Fields(json)
          .text("session", party.session())
          .text("agent", party.agent())
          .text("title", party.title())
          .number("changes", party.changes())
          .texts("steps", party.steps().stream().map(step -> new SpanId(step).hex()).toList())
          .at("first_at", party.firstAt())
          .at("last_at", party.lastAt());
      json.writeEndObject();
    }
    json.writeEndArray();
    StaleFields.list("writes", row.writes(), json);
    json.writeEndObject();
  }
}
