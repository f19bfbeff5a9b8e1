package dev.clew.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Reads steps, turns and the files that steps touched.
final class StepReader {
  private static final int LOOK_BACK = 8;

  /// The order of the log.
  static final String OLDEST_FIRST = "ORDER BY t.started, t.place, t.kind <> 'llm_call', t.id";

  private static final String SELECT =
      """
      SELECT t.*, s.id AS session_id, s.subagent, s.subagent_type, s.parent_step,
        c.id AS child_id,
        (SELECT u.id FROM turn u WHERE u.session = coalesce(
            (SELECT m.ref FROM session m WHERE m.trace = s.trace AND m.subagent IS NULL), s.ref)
          AND u.at <= t.started ORDER BY u.at DESC, u.id DESC LIMIT 1) AS turn_id,
        CASE WHEN t.kind = 'llm_call' THEN max(
          coalesce((SELECT max(at) FROM turn WHERE session = t.session AND at <= t.started), 0),
          coalesce((SELECT max(ended) FROM (SELECT ended FROM step b
            WHERE b.session = t.session AND b.started <= t.started AND b.id <> t.id
            ORDER BY b.started DESC LIMIT %d) WHERE ended <= t.started), 0)) END AS waited_from,
        CASE WHEN t.status IS NULL AND t.kind <> 'llm_call' AND NOT EXISTS (
            SELECT 1 FROM turn l WHERE l.session = t.session AND l.at > t.started)
          THEN (SELECT max(x.last_at) FROM session x WHERE x.trace = s.trace) END AS open_at
      FROM step t JOIN session s ON s.ref = t.session LEFT JOIN session c ON c.ref = t.child
      """
          .formatted(LOOK_BACK);

  /// Whether a change `c` that the agent tells lies in a workspace that was seen to change in its
  /// step: then what was seen counts.
  static final String SEEN =
      """
      EXISTS (SELECT 1 FROM workspace_change o JOIN path r ON r.id = o.root
        JOIN path q ON q.id = c.path
        WHERE o.step = c.step AND (substr(q.path, 1, 1) <> '/'
          OR substr(q.path, 1, length(r.path) + 1) = r.path || '/'))
      """;

  /// Touches that count, of steps `t` for which `which` holds: what was seen in a workspace; what
  /// the agent tells of reading, of files outside that workspace, and of steps in which none was
  /// looked at: what the answer says, else what a successful call meant to do.
  private static String touches(String which) {
    return """
    SELECT x.step, p.path, x.op, sum(x.added) AS added, sum(x.removed) AS removed, x.source,
      t.started, t.place
    FROM (
      SELECT w.step, w.path, w.op, w.added, w.removed, 'workspace' AS source
      FROM workspace_change w JOIN step t ON t.id = w.step WHERE %1$s
      UNION ALL
      SELECT c.step, c.path, c.op, c.added, c.removed, 'agent'
      FROM change c JOIN step t ON t.id = c.step AND c.source = t.file_source AND t.status = 'ok'
      WHERE (%1$s) AND (c.op = 'read' OR NOT %2$s)) x
    JOIN step t ON t.id = x.step JOIN path p ON p.id = x.path
    GROUP BY x.step, p.path, x.op
    """
        .formatted(which, SEEN);
  }

  private final Connection connection;

  StepReader(Connection connection) {
    this.connection = connection;
  }

  Page<StepRow> list(List<Long> sessions, boolean oldestFirst, long offset, int limit)
      throws SQLException {
    var where = sessions.isEmpty() ? "" : "WHERE t.session IN " + Sql.in(sessions);
    var total = new Sql().add("SELECT count(*) FROM step t " + where).number(connection);
    var order =
        oldestFirst
            ? OLDEST_FIRST
            : "ORDER BY t.started DESC, t.place DESC, t.kind = 'llm_call', t.id DESC";
    var ids =
        new Sql()
            .add("SELECT t.id FROM step t " + where)
            .add(order + " LIMIT ? OFFSET ?", limit, offset)
            .list(connection, row -> row.getLong(1));
    return new Page<>(byIds(ids), offset, total);
  }

  List<StepRow> between(List<Long> sessions, long fromMs, long toMs) throws SQLException {
    return byIds(
        new Sql()
            .add("SELECT t.id FROM step t WHERE t.session IN " + Sql.in(sessions))
            .add("AND t.started >= ? AND t.started < ? " + OLDEST_FIRST, fromMs, toMs)
            .list(connection, row -> row.getLong(1)));
  }

  /// The newest of the steps that entries from `entry` on tell of, oldest first.
  Page<StepRow> since(List<Long> sessions, long entry, int limit) throws SQLException {
    var ids =
        new Sql()
            .add("SELECT t.id FROM step t WHERE")
            .add(sessions.isEmpty() ? "" : "t.session IN " + Sql.in(sessions) + " AND")
            .add("EXISTS (SELECT 1 FROM evidence e WHERE e.step = t.id AND e.seq >= ?)", entry)
            .add("ORDER BY t.started, t.place, t.kind <> 'llm_call', t.id")
            .list(connection, row -> row.getLong(1));
    var last = ids.subList(Math.max(0, ids.size() - limit), ids.size());
    return new Page<>(byIds(last), ids.size() - last.size(), ids.size());
  }

  /// The turns whose prompt is told by an entry from `entry` on.
  List<TurnRow> turnsSince(List<Long> sessions, long entry) throws SQLException {
    var found =
        new Sql()
            .add("SELECT DISTINCT session FROM turn WHERE seq >= ?", entry)
            .add(sessions.isEmpty() ? "" : "AND session IN " + Sql.in(sessions))
            .list(connection, row -> row.getLong(1));
    var turns = new ArrayList<TurnRow>();
    for (var session : found) {
      turns(session).stream().filter(turn -> turn.seq() >= entry).forEach(turns::add);
    }
    return turns;
  }

  long countBefore(List<Long> sessions, long atMs) throws SQLException {
    return new Sql()
        .add("SELECT count(*) FROM step t WHERE t.session IN " + Sql.in(sessions))
        .add("AND (t.started IS NULL OR t.started < ?)", atMs)
        .number(connection);
  }

  Optional<StepRow> byId(long id) throws SQLException {
    return byIds(List.of(id)).stream().findFirst();
  }

  List<StepRow> byIds(List<Long> ids) throws SQLException {
    var in = Sql.in(ids);
    var touched = touched(in);
    var depths = new HashMap<Long, Integer>();
    var rows = new HashMap<Long, StepRow>();
    new Sql()
        .add(SELECT + "WHERE t.id IN " + in)
        .list(
            connection,
            row -> {
              var id = row.getLong("id");
              return rows.put(
                  id,
                  step(
                      row,
                      depth(row.getLong("session"), depths),
                      touched.getOrDefault(id, List.of())));
            });
    return ids.stream().filter(rows::containsKey).map(rows::get).toList();
  }

  private Map<Long, List<StepRow.ChangeRow>> touched(String in) throws SQLException {
    var touched = new HashMap<Long, List<StepRow.ChangeRow>>();
    new Sql()
        .add(touches("t.id IN " + in) + "ORDER BY x.step, p.path, x.op")
        .list(
            connection,
            row ->
                touched
                    .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                    .add(
                        new StepRow.ChangeRow(
                            row.getString("path"),
                            row.getString("op"),
                            row.getInt("added"),
                            row.getInt("removed"),
                            row.getString("source"))));
    return touched;
  }

  /// How many sub-agents deep the session is.
  private int depth(long session, Map<Long, Integer> known) throws SQLException {
    var depth = known.get(session);
    if (depth == null) {
      depth =
          (int)
              new Sql()
                  .add(
                      """
                      WITH RECURSIVE up(ref, depth) AS (
                        SELECT ?, 0
                        UNION
                        SELECT s.parent, u.depth + 1 FROM up u JOIN session s ON s.ref = u.ref
                        WHERE s.subagent IS NOT NULL AND s.parent IS NOT NULL AND u.depth < 64)
                      SELECT max(depth) FROM up
                      """,
                      session)
                  .number(connection);
      known.put(session, depth);
    }
    return depth;
  }

  private static StepRow step(ResultSet row, int depth, List<StepRow.ChangeRow> files)
      throws SQLException {
    var written = Sql.nullable(row, "started");
    var ended = Sql.nullable(row, "ended");
    var waitedFrom = row.getLong("waited_from");
    var inferred = waitedFrom > 0 && written != null && waitedFrom < written;
    var started = inferred ? Long.valueOf(waitedFrom) : written;
    var told = Sql.nullable(row, "duration_ms");
    var isCall = "llm_call".equals(row.getString("kind"));
    var measured =
        started == null || ended == null || (isCall && !inferred)
            ? null
            : Long.valueOf(Math.max(0, ended - started));
    return new StepRow(
        row.getLong("id"),
        row.getLong("session"),
        row.getString("session_id"),
        Sql.nullable(row, "turn_id"),
        Sql.nullable(row, "parent_step"),
        depth,
        row.getString("subagent_type"),
        row.getString("kind"),
        row.getString("tool"),
        row.getString("title"),
        started,
        inferred,
        ended,
        told == null ? measured : told,
        row.getString("status"),
        Sql.nullable(row, "open_at"),
        row.getString("error"),
        row.getString("denial"),
        row.getString("child_id"),
        row.getString("provider"),
        row.getString("model"),
        row.getString("stop_reason"),
        row.getBoolean("synthetic"),
        Pricing.usage(row),
        Sql.nullable(row, "cost_pico"),
        files);
  }

  List<Long> like(String table, String prefix) throws SQLException {
    var low = Long.parseUnsignedLong((prefix + "0".repeat(16)).substring(0, 16), 16);
    var high = Long.parseUnsignedLong((prefix + "f".repeat(16)).substring(0, 16), 16);
    return new Sql()
        .add("SELECT id FROM %s WHERE id BETWEEN ? AND ? LIMIT 10".formatted(table), low, high)
        .list(connection, row -> row.getLong(1));
  }

  List<TurnRow> turns(long session) throws SQLException {
    return new Sql()
        .add(
            """
            SELECT t.*, s.id AS session_id, row_number() OVER later AS number,
              lead(t.at) OVER later AS ends_at
            FROM turn t JOIN session s ON s.ref = t.session WHERE t.session = ?
            WINDOW later AS (ORDER BY t.at, t.id) ORDER BY t.at, t.id
            """,
            session)
        .list(connection, StepReader::turn);
  }

  Optional<TurnRow> turn(long id) throws SQLException {
    var sessions =
        new Sql()
            .add("SELECT session FROM turn WHERE id = ?", id)
            .list(connection, row -> row.getLong(1));
    return sessions.isEmpty()
        ? Optional.empty()
        : turns(sessions.getFirst()).stream().filter(turn -> turn.id() == id).findFirst();
  }

  private static TurnRow turn(ResultSet row) throws SQLException {
    return new TurnRow(
        row.getLong("id"),
        row.getLong("session"),
        row.getString("session_id"),
        row.getInt("number"),
        row.getLong("at"),
        Sql.nullable(row, "ends_at"),
        row.getString("source"),
        row.getString("title"),
        row.getLong("seq"));
  }

  /// The totals of each turn over these sessions' steps, in the turns' order.
  List<TurnSums> sums(List<Long> sessions, List<TurnRow> turns) throws SQLException {
    var sums = new ArrayList<TurnSums>();
    turns.forEach(_ -> sums.add(TurnSums.ZERO));
    new Sql()
        .add("SELECT started, ended, status, cost_pico FROM step")
        .add("WHERE session IN " + Sql.in(sessions) + " AND started IS NOT NULL")
        .list(
            connection,
            row -> {
              var turn = turnAt(turns, row.getLong(1));
              if (turn >= 0) {
                sums.set(turn, sums.get(turn).plus(row));
              }
              return turn;
            });
    return sums;
  }

  /// The last of the turns that had begun at `ms`; -1 when none had.
  private static int turnAt(List<TurnRow> turns, long ms) {
    var low = 0;
    var high = turns.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (turns.get(middle).at() <= ms) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  List<FileRow> files(List<Long> sessions, long fromMs, long toMs) throws SQLException {
    var files = new LinkedHashMap<String, FileRow>();
    new Sql()
        .add(
            touches(
                "t.session IN %s AND coalesce(t.started, 0) >= %d AND coalesce(t.started, 0) < %d"
                    .formatted(Sql.in(sessions), fromMs, toMs)))
        .add("ORDER BY p.path, t.started, t.place, x.step")
        .list(connection, row -> files.merge(row.getString("path"), file(row), StepReader::sum));
    return List.copyOf(files.values());
  }

  private static FileRow file(ResultSet row) throws SQLException {
    var op = row.getString("op");
    return new FileRow(
        row.getString("path"),
        op.equals("read") ? 1 : 0,
        op.equals("create") ? 1 : 0,
        op.equals("modify") || op.equals("rename") ? 1 : 0,
        op.equals("delete") ? 1 : 0,
        row.getInt("added"),
        row.getInt("removed"),
        new TreeSet<>(List.of(row.getString("source"))),
        new ArrayList<>(List.of(row.getLong("step"))));
  }

  private static FileRow sum(FileRow one, FileRow other) {
    one.steps().addAll(other.steps());
    one.sources().addAll(other.sources());
    return new FileRow(
        one.path(),
        one.reads() + other.reads(),
        one.created() + other.created(),
        one.modified() + other.modified(),
        one.deleted() + other.deleted(),
        one.added() + other.added(),
        one.removed() + other.removed(),
        one.sources(),
        one.steps());
  }
}
