package dev.clew.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads which files several sessions, or a session and a person, have changed, and which writes
/// were made from a version that was no longer there.
public final class OverlapReader {
  /// A file as it is on disk, whether the agent names it from its own folder or not.
  private static final String FILE =
      "CASE WHEN substr(p.path, 1, 1) = '/' OR s.cwd IS NULL THEN p.path"
          + " ELSE s.cwd || '/' || p.path END";

  /// Who changed which file: what was seen in a workspace, else what the agent tells.
  private static final String TOUCHES =
      """
      SELECT p.path AS file, s.trace AS party, s.ref AS session, w.step AS step,
        coalesce(w.at, t.started) AS at
      FROM workspace_change w JOIN path p ON p.id = w.path
        JOIN step t ON t.id = w.step JOIN session s ON s.ref = t.session
      WHERE w.origin IN ('agent', 'human') AND %%1$s
      UNION ALL
      SELECT p.path, 'person', NULL, NULL, w.at
      FROM workspace_change w JOIN path p ON p.id = w.path
      WHERE w.step IS NULL AND w.origin = 'human' AND %%1$s
      UNION ALL
      SELECT %1$s, s.trace, s.ref, c.step, t.started
      FROM change c JOIN path p ON p.id = c.path
        JOIN step t ON t.id = c.step AND c.source = t.file_source AND t.status = 'ok'
        JOIN session s ON s.ref = t.session
      WHERE c.op <> 'read' AND %%1$s AND NOT %2$s
      """
          .formatted(FILE, StepReader.SEEN);

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
  /// that was no longer there; the one that was changed last first.
  ///
  /// @param sessions only files that these changed; all where it is empty
  /// @param since only files that were changed from then on
  /// @param below only this file, or files in this folder
  public List<String> files(List<Long> sessions, long since, Optional<String> below)
      throws SQLException {
    var which = sessions.isEmpty() ? "1" : "p.id IN (" + pathsOf(sessions) + ")";
    var sql =
        new Sql().add("SELECT file, max(at) AS last_at FROM (" + TOUCHES.formatted(which) + ")");
    if (below.isPresent()) {
      var folder = below.get();
      sql.add(
          "WHERE (file = ? OR substr(file, 1, ?) = ?)", folder, folder.length() + 1, folder + "/");
    }
    return sql.add("GROUP BY file")
        .add("HAVING (count(DISTINCT party) > 1 OR file IN (SELECT q.path FROM stale_write y")
        .add("JOIN path q ON q.id = y.path)) AND coalesce(max(at), 0) >= ?", since)
        .add("ORDER BY last_at DESC, file")
        .list(connection, row -> row.getString("file"));
  }

  /// The numbers of the paths that these sessions changed, by each of the names that they have.
  private static String pathsOf(List<Long> sessions) {
    var in = Sql.in(sessions);
    return """
    WITH own(path) AS (
      SELECT w.path FROM workspace_change w JOIN step t ON t.id = w.step WHERE t.session IN %1$s
      UNION
      SELECT c.path FROM change c JOIN step t ON t.id = c.step
      WHERE t.session IN %1$s AND c.op <> 'read')
    SELECT path FROM own
    UNION
    SELECT q.id FROM own JOIN path p ON p.id = own.path JOIN session s ON s.ref IN %1$s
      JOIN path q ON q.path = CASE WHEN substr(p.path, 1, 1) <> '/' THEN s.cwd || '/' || p.path
        WHEN substr(p.path, 1, length(s.cwd) + 1) = s.cwd || '/'
        THEN substr(p.path, length(s.cwd) + 2) ELSE p.path END
    """
        .formatted(in);
  }

  /// Who changed these files, the oldest first.
  public List<TouchRow> touches(List<String> files) throws SQLException {
    var touches = new ArrayList<TouchRow>();
    for (var file : files) {
      var names = names(file);
      if (!names.isEmpty()) {
        new Sql()
            .add("SELECT file, session, step, min(at) AS at FROM (")
            .add(TOUCHES.formatted("p.id IN " + Sql.in(names)))
            .add(
                ") WHERE file = ? GROUP BY session, step, CASE WHEN step IS NULL THEN at END", file)
            .add("ORDER BY at, session, step")
            .list(
                connection,
                row ->
                    touches.add(
                        new TouchRow(
                            row.getString("file"),
                            Sql.nullable(row, "session"),
                            Sql.nullable(row, "step"),
                            Sql.nullable(row, "at"))));
      }
    }
    return touches;
  }

  /// The numbers of the names that the file may have: as it is on disk, and from the folders above.
  private List<Long> names(String file) throws SQLException {
    var names = new LinkedHashSet<Long>();
    var name = file;
    while (true) {
      names.addAll(
          new Sql()
              .add("SELECT id FROM path WHERE path = ?", name)
              .list(connection, row -> row.getLong(1)));
      var slash = name.indexOf('/', 1);
      if (slash < 0 || slash == name.length() - 1) {
        return List.copyOf(names);
      }
      name = name.startsWith("/") ? name.substring(1) : name.substring(slash + 1);
    }
  }

  /// The stale writes of a file, the oldest first.
  public List<StaleRow> stale(String file) throws SQLException {
    return new Sql()
        .add(STALE + "WHERE p.path = ?", file)
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
