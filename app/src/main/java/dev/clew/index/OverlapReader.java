package dev.clew.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads which files several sessions, or a session and a person, have changed, and which writes
/// were made from a version that was no longer there.
public final class OverlapReader {
  private static final String STALE =
      """
      SELECT x.*, s.id AS session_id, s.agent, r.path AS root_path, p.path AS file,
        b.agent AS by_agent
      FROM stale_write x JOIN session s ON s.ref = x.session JOIN path r ON r.id = x.root
        JOIN path p ON p.id = x.path LEFT JOIN session b ON b.id = x.by_session
      """;

  private static final String IN_ORDER = "ORDER BY x.at, x.position, x.record, x.ordinal";

  private final Connection connection;

  OverlapReader(Connection connection) {
    this.connection = connection;
  }

  /// The files that more than one session or person changed, or that were written from a version
  /// that was no longer there, by their numbers; the one that was changed last first.
  ///
  /// @param limit how many at most; all where it is below 0
  public Page<Long> files(OverlapFilter filter, long offset, int limit) throws SQLException {
    var total = where(filter, "SELECT count(*)").number(connection);
    var files =
        where(filter, "SELECT o.path")
            .add("ORDER BY o.at DESC, p.path LIMIT ? OFFSET ?", limit, offset)
            .list(connection, row -> row.getLong(1));
    return new Page<>(files, offset, total);
  }

  /// The files that sessions changed, or were told to, by their numbers.
  private static String filesOf(List<Long> sessions) {
    return """
    SELECT w.path FROM step t JOIN workspace_change w ON w.step = t.id WHERE t.session IN %1$s
    UNION
    SELECT CASE WHEN substr(p.path, 1, 1) = '/' OR s.cwd IS NULL THEN p.id
      ELSE (SELECT q.id FROM path q WHERE q.path = s.cwd || '/' || p.path) END
    FROM step t JOIN change c ON c.step = t.id JOIN path p ON p.id = c.path
      JOIN session s ON s.ref = t.session
    WHERE t.session IN %1$s AND c.op <> 'read'
    """
        .formatted(Sql.in(sessions));
  }

  private static Sql where(OverlapFilter filter, String select) {
    var sql = new Sql().add(select + " FROM overlap o JOIN path p ON p.id = o.path WHERE 1");
    filter.since().ifPresent(since -> sql.add("AND o.at >= ?", since));
    if (!filter.sessions().isEmpty()) {
      sql.add("AND o.path IN (" + filesOf(filter.sessions()) + ")");
    }
    filter
        .below()
        .ifPresent(path ->
            sql.add(
                "AND (p.path = ? OR (p.path >= ? AND p.path < ?))",
                path,
                path + "/",
                path + (char) ('/' + 1)));
    filter.kind().map(OverlapReader::writes).ifPresent(sql::add);
    return sql;
  }

  private static String writes(OverlapFilter.Kind kind) {
    var loses = "coalesce(lost, 0) > 0 OR coalesce(restored, 0) > 0";
    return "AND o.path IN (SELECT path FROM stale_write WHERE "
        + switch (kind) {
          case STALE -> "1";
          case STALE_READ -> "NOT (" + loses + ")";
          case LOST_UPDATE -> loses;
        }
        + ")";
  }

  /// What files with these numbers are called.
  public Map<Long, String> paths(List<Long> files) throws SQLException {
    var paths = new HashMap<Long, String>();
    new Sql()
        .add("SELECT id, path FROM path WHERE id IN " + Sql.in(files))
        .list(connection, row -> paths.put(row.getLong(1), row.getString(2)));
    return paths;
  }

  /// Who changed these files, the oldest first.
  public List<TouchRow> touches(List<Long> files) throws SQLException {
    return new Sql()
        .add("SELECT path, at, step, session FROM touch WHERE path IN " + Sql.in(files))
        .add("ORDER BY path, at, session, step")
        .list(
            connection,
            row -> {
              var at = row.getLong("at");
              var session = row.getLong("session");
              return new TouchRow(
                  row.getLong("path"),
                  session == TouchTable.PERSON ? null : session,
                  session == TouchTable.PERSON ? null : row.getLong("step"),
                  at == TouchTable.NO_TIME ? null : at);
            });
  }

  /// The sessions with these numbers, by number.
  public Map<Long, OverlapParty> parties(Collection<Long> sessions) throws SQLException {
    var parties = new HashMap<Long, OverlapParty>();
    new Sql()
        .add("SELECT ref, id, trace, agent, title, first_at, last_at FROM session")
        .add("WHERE ref IN " + Sql.in(List.copyOf(sessions)))
        .list(
            connection,
            row ->
                parties.put(
                    row.getLong("ref"),
                    new OverlapParty(
                        row.getLong("ref"),
                        row.getString("id"),
                        row.getString("trace"),
                        row.getString("agent"),
                        row.getString("title"),
                        Sql.nullable(row, "first_at"),
                        Sql.nullable(row, "last_at"))));
    return parties;
  }

  /// The stale writes of these files, the oldest first.
  public List<StaleRow> stale(List<Long> files) throws SQLException {
    return new Sql()
        .add(STALE + "WHERE x.path IN " + Sql.in(files))
        .add(IN_ORDER)
        .list(connection, OverlapReader::row);
  }

  /// The stale writes of a step, and those over what it had left.
  public List<StaleRow> staleOfStep(long step) throws SQLException {
    return new Sql()
        .add(STALE + "WHERE x.step = ? OR x.by_step = ?", step, step)
        .add(IN_ORDER)
        .list(connection, OverlapReader::row);
  }

  /// The stale writes that entries from `entry` on tell of, by these sessions or over what they had
  /// done; by all where the list is empty.
  public List<StaleRow> staleSince(List<Long> sessions, long entry) throws SQLException {
    var which =
        sessions.isEmpty()
            ? ""
            : "AND (x.session IN %1$s OR b.ref IN %1$s)".formatted(Sql.in(sessions));
    return new Sql()
        .add(STALE + "WHERE x.seq >= ?", entry)
        .add(which)
        .add(IN_ORDER)
        .list(connection, OverlapReader::row);
  }

  private static StaleRow row(ResultSet row) throws SQLException {
    return new StaleRow(
        row.getLong("seq"),
        Sql.nullable(row, "at"),
        row.getString("session_id"),
        row.getString("agent"),
        Sql.nullable(row, "step"),
        row.getString("root_path"),
        row.getString("file"),
        row.getString("how"),
        Versions.parse(row.getString("read")),
        Sql.nullable(row, "read_step"),
        row.getLong("read_at"),
        Versions.parse(row.getString("found")),
        Versions.parse(row.getString("left_there")),
        row.getString("by_whom"),
        text(row, "by_session"),
        text(row, "by_agent"),
        Sql.nullable(row, "by_step"),
        row.getLong("by_at"),
        Sql.nullable(row, "lost"),
        Sql.nullable(row, "restored"));
  }

  private static @Nullable String text(ResultSet row, String column) throws SQLException {
    return row.getString(column);
  }
}
