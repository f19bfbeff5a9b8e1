package dev.clew.query;

import dev.clew.event.SpanId;
import dev.clew.index.IndexReader;
import dev.clew.index.SessionRow;
import dev.clew.index.TouchRow;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Which files several sessions changed, or a session and a person, and where one wrote from a
/// version that was no longer there.
public final class OverlapsQuestion implements Question<Overlap> {
  private static final long PERSON = -1;

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
    var since = Times.since(request.text("since"), sources.clock()).orElse(Long.MIN_VALUE);
    var files = index.overlaps().files(sessions, since, path(request));
    var kind = request.text("kind");
    if (kind.isPresent()) {
      var fitting = new ArrayList<Overlap>();
      for (var overlap : overlaps(files, index)) {
        if (fits(overlap, kind.get())) {
          fitting.add(overlap);
        }
      }
      return Answer.of(fitting, request);
    }
    var page = Answer.of(files, request);
    return new Answer<>(overlaps(page.rows(), index), page.next(), page.total());
  }

  private static boolean fits(Overlap overlap, String kind) {
    return kind.equals("stale")
        ? !overlap.writes().isEmpty()
        : overlap.writes().stream().anyMatch(write -> StaleFields.kind(write).equals(kind));
  }

  /// The file or folder that is asked for, as the store knows it.
  private static Optional<String> path(Request request) {
    var folder = Path.of(request.text("folder").orElse("/"));
    return request.text("path").map(path -> folder.resolve(path).normalize().toString());
  }

  private static List<Overlap> overlaps(List<String> files, IndexReader index) throws SQLException {
    var touches = new HashMap<String, List<TouchRow>>();
    var refs = new java.util.LinkedHashSet<Long>();
    for (var touch : index.overlaps().touches(files)) {
      touches.computeIfAbsent(touch.path(), _ -> new ArrayList<>()).add(touch);
      if (touch.session() != null) {
        refs.add(touch.session());
      }
    }
    var rows = new HashMap<Long, SessionRow>();
    index.sessions(List.copyOf(refs)).forEach(row -> rows.put(row.ref(), row));
    var overlaps = new ArrayList<Overlap>();
    for (var file : files) {
      overlaps.add(overlap(file, touches.getOrDefault(file, List.of()), rows, index));
    }
    return overlaps;
  }

  private static Overlap overlap(
      String file, List<TouchRow> touches, Map<Long, SessionRow> rows, IndexReader index)
      throws SQLException {
    var parties = new LinkedHashMap<Long, List<TouchRow>>();
    for (var touch : touches) {
      var who = touch.session() == null ? PERSON : touch.session();
      var before = parties.remove(who);
      var now = before == null ? new ArrayList<TouchRow>() : before;
      now.add(touch);
      parties.put(who, now); // whoever did last stands last
    }
    var told = new ArrayList<Overlap.Party>();
    parties.forEach((who, its) -> told.add(party(rows.get(who), its)));
    var last = touches.isEmpty() ? null : touches.getLast().at();
    return new Overlap(file, last, together(parties, rows), told, index.overlaps().stale(file));
  }

  private static Overlap.Party party(@Nullable SessionRow session, List<TouchRow> touches) {
    return new Overlap.Party(
        session == null ? null : session.id(),
        session == null ? "human" : session.agent(),
        session == null ? null : session.title(),
        touches.size(),
        touches.stream().map(TouchRow::step).filter(Objects::nonNull).toList(),
        touches.getFirst().at(),
        touches.getLast().at());
  }

  /// Whether two who changed a file were at work at the same time: sessions from their first record
  /// to their last, a person when they changed the file.
  private static boolean together(Map<Long, List<TouchRow>> parties, Map<Long, SessionRow> rows) {
    var spans = new ArrayList<Span>();
    parties.forEach((who, touches) -> {
      var row = rows.get(who);
      if (row != null) {
        spans.add(new Span(row.trace(), ms(row.firstAt()), ms(row.lastAt())));
      } else {
        touches.forEach(touch -> spans.add(new Span("", ms(touch.at()), ms(touch.at()))));
      }
    });
    return spans.stream().anyMatch(one -> spans.stream().anyMatch(one::meets));
  }

  private static long ms(@Nullable Long at) {
    return at == null ? 0 : at;
  }

  private record Span(String party, long from, long to) {
    boolean meets(Span other) {
      return !party.equals(other.party) && from <= other.to && other.from <= to;
    }
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
