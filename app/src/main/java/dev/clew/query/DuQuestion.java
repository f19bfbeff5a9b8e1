package dev.clew.query;

import dev.clew.content.StreamSize;
import dev.clew.index.SessionRow;
import dev.clew.recorder.StoreSize;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Where the bytes of the store are.
public final class DuQuestion implements Question<DuQuestion.Row> {
  private static final List<String> KEYS = List.of("part", "session", "repo", "kind", "agent");

  /// The bytes under one heading.
  ///
  /// @param label the heading in words, where the key is an id
  /// @param records how many records; absent for files
  public record Row(String key, @Nullable String label, @Nullable Long records, long bytes) {}

  @Override
  public String name() {
    return "du";
  }

  @Override
  public String summary() {
    return "Tell where the bytes of the store are.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of(
            "du",
            "The bytes under one heading; the largest first.",
            """
            key: text - the heading: a part of the store, a session, a folder, a kind of record, an agent
            label?: text - the heading in words, where the key is an id
            records?: number - how many records; absent for files
            bytes: number - how large: of parts on disk, else as they lie sealed in content.db
            """));
  }

  @Override
  public List<Parameter> parameters() {
    return Parameter.withPaging(
        Parameter.text("by", "what to add up by, one of these: " + String.join(", ", KEYS)));
  }

  @Override
  public Answer<Row> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    var by = request.text("by").orElse("part");
    if (!KEYS.contains(by)) {
      throw QueryException.usage(
          "by: expected one of %s, found '%s'".formatted(String.join(", ", KEYS), by));
    }
    sources.index(); // says so where there is no store
    var rows =
        new ArrayList<>(
            by.equals("part")
                ? parts(StoreSize.of(sources.home()), sources)
                : sums(by, sources.content().streamSizes(), sources));
    rows.sort(Comparator.comparingLong(Row::bytes).reversed().thenComparing(Row::key));
    return Answer.of(rows, request);
  }

  private static List<Row> parts(StoreSize size, Sources sources)
      throws QueryException, SQLException, IOException {
    var rows = new ArrayList<Row>();
    long sealed = 0;
    for (var each : sums("kind", sources.content().streamSizes(), sources)) {
      rows.add(new Row("content: " + each.key(), null, each.records(), each.bytes()));
      sealed += each.bytes();
    }
    size.parts().forEach((part, bytes) -> rows.add(new Row(part, null, null, bytes)));
    var content = size.parts().getOrDefault("content", 0L);
    rows.removeIf(row -> row.key().equals("content"));
    rows.add(new Row("content: tables", null, null, Math.max(0, content - sealed)));
    rows.removeIf(row -> row.bytes() == 0);
    return rows;
  }

  private static List<Row> sums(String by, List<StreamSize> sizes, Sources sources)
      throws QueryException, SQLException {
    var sums = new HashMap<String, long[]>();
    var labels = new HashMap<String, String>();
    var sessions = new HashMap<String, Optional<SessionRow>>();
    for (var size : sizes) {
      if (by.equals("kind")) {
        add(sums, size.kind(), size.records(), size.payloadBytes());
        add(sums, size.kind() + ", carried", 0, size.attachmentBytes());
        continue;
      }
      var id = size.session().traceId();
      if (!sessions.containsKey(id)) {
        sessions.put(id, session(id, sources));
      }
      var session = sessions.get(id);
      var key =
          switch (by) {
            case "session" -> id;
            case "agent" -> size.session().agent();
            default -> session.map(SessionRow::repo).orElse("");
          };
      if (by.equals("session")) {
        session.map(SessionRow::title).ifPresent(title -> labels.put(key, title));
      }
      add(sums, key, size.records(), size.payloadBytes() + size.attachmentBytes());
    }
    var rows = new ArrayList<Row>();
    for (var each : sums.entrySet()) {
      var sum = each.getValue();
      if (sum[1] > 0) {
        rows.add(new Row(each.getKey(), labels.get(each.getKey()), sum[0], sum[1]));
      }
    }
    return rows;
  }

  private static Optional<SessionRow> session(String id, Sources sources)
      throws QueryException, SQLException {
    var index = sources.index();
    var refs = index.sessionsLike(id);
    return refs.isEmpty() ? Optional.empty() : index.session(refs.getFirst());
  }

  private static void add(Map<String, long[]> sums, String key, long records, long bytes) {
    var sum = sums.computeIfAbsent(key, _ -> new long[2]);
    sum[0] += records;
    sum[1] += bytes;
  }

  @Override
  public void write(Row row, JsonGenerator json) {
    json.writeStartObject();
    new Fields(json).text("key", row.key()).text("label", row.label());
    if (row.records() != null) {
      json.writeNumberProperty("records", row.records());
    }
    json.writeNumberProperty("bytes", row.bytes());
    json.writeEndObject();
  }
}
