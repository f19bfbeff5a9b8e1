package dev.clew.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads what was captured of sessions.
final class CaptureReader {
  /// A step that only its answer tells of has no tool.
  private static final String STRAY =
      "SELECT session, count(*) FROM step WHERE kind <> 'llm_call' AND tool IS NULL"
          + " AND answer_rank <> '' AND session IN %s GROUP BY session";

  private static final String REPLAYED =
      "SELECT h.session, count(*) FROM shared h JOIN step t ON t.id = h.id"
          + " WHERE h.kind = "
          + Shared.STEP
          + " AND t.session <> h.session AND h.session IN %s GROUP BY h.session";

  private static final String SUBAGENTS =
      "SELECT c.parent, count(*) FROM session c"
          + " WHERE c.subagent IS NOT NULL AND c.parent IN %s GROUP BY c.parent";

  private static final String MISSING =
      "SELECT c.parent, count(*) FROM session c WHERE c.subagent IS NOT NULL AND c.parent IN %s"
          + " AND NOT EXISTS (SELECT 1 FROM tally t WHERE t.session = c.ref AND t.kind = '"
          + IndexWriter.RECORD
          + "') GROUP BY c.parent";

  private static final String LOST =
      "SELECT w.session, count(*) FROM wanted w WHERE w.session IN %s"
          + " AND NOT EXISTS (SELECT 1 FROM name n WHERE n.id = w.name) GROUP BY w.session";

  private final Connection connection;

  CaptureReader(Connection connection) {
    this.connection = connection;
  }

  List<CaptureRow> list(List<Long> refs) throws SQLException {
    var in = refs.isEmpty() ? "(SELECT ref FROM session)" : Sql.in(refs);
    var tallies = tallies(in);
    var stray = counts(STRAY, in);
    var replayed = counts(REPLAYED, in);
    var subagents = counts(SUBAGENTS, in);
    var missing = counts(MISSING, in);
    var lost = counts(LOST, in);
    return new Sql()
        .add("SELECT * FROM session WHERE ref IN " + in + " ORDER BY id")
        .list(
            connection,
            row -> {
              var ref = row.getLong("ref");
              var told = tallies.getOrDefault(ref, Map.of());
              return new CaptureRow(
                  ref,
                  row.getString("id"),
                  row.getString("agent"),
                  row.getString("agent_session"),
                  row.getString("subagent"),
                  row.getString("title"),
                  told.getOrDefault(IndexWriter.RECORD, Map.of()),
                  told.getOrDefault("kept", Map.of()),
                  told.getOrDefault("unknown", Map.of()),
                  told.getOrDefault("malformed", Map.of()),
                  row.getInt("turns"),
                  row.getInt("model_calls"),
                  row.getInt("tool_calls"),
                  row.getInt("answered"),
                  stray.getOrDefault(ref, 0L),
                  told.getOrDefault("truncated", Map.of()).getOrDefault("", 0L),
                  replayed.getOrDefault(ref, 0L),
                  subagents.getOrDefault(ref, 0L),
                  missing.getOrDefault(ref, 0L),
                  lost.getOrDefault(ref, 0L));
            });
  }

  private Map<Long, Map<String, Map<String, Long>>> tallies(String in) throws SQLException {
    var tallies = new HashMap<Long, Map<String, Map<String, Long>>>();
    new Sql()
        .add("SELECT session, kind, name, count FROM tally WHERE session IN " + in)
        .list(
            connection,
            row ->
                tallies
                    .computeIfAbsent(row.getLong(1), _ -> new HashMap<>())
                    .computeIfAbsent(row.getString(2), _ -> new TreeMap<>())
                    .put(row.getString(3), row.getLong(4)));
    return tallies;
  }

  private Map<Long, Long> counts(String sql, String in) throws SQLException {
    var counts = new HashMap<Long, Long>();
    new Sql()
        .add(sql.formatted(in))
        .list(connection, row -> counts.put(row.getLong(1), row.getLong(2)));
    return counts;
  }
}
