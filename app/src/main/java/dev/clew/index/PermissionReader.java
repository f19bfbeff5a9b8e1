package dev.clew.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Reads what was checked whether an agent may do it.
final class PermissionReader {
  private static final String SELECT = "SELECT p.* FROM permission p ";
  private static final String ORDER = "ORDER BY p.at, p.seq, p.ordinal";

  private final Connection connection;

  PermissionReader(Connection connection) {
    this.connection = connection;
  }

  /// All of a session, by time.
  List<PermissionRow> ofSession(long session) throws SQLException {
    return new Sql()
        .add(SELECT + "WHERE p.session = ?", session)
        .add(ORDER)
        .list(connection, PermissionReader::row);
  }

  /// Those of a step, and those that name no step and were asked for just this while it ran.
  List<PermissionRow> ofStep(long step) throws SQLException {
    return new Sql()
        .add(
            SELECT
                + """
                WHERE p.step = ? OR (p.step IS NULL AND EXISTS (
                  SELECT 1 FROM step t WHERE t.id = ? AND t.session = p.session
                    AND t.title = p.about AND p.at >= t.started
                    AND (t.ended IS NULL OR p.at <= t.ended)))
                """,
            step,
            step)
        .add(ORDER)
        .list(connection, PermissionReader::row);
  }

  private static PermissionRow row(ResultSet row) throws SQLException {
    return new PermissionRow(
        row.getLong("seq"),
        Sql.nullable(row, "step"),
        row.getLong("at"),
        row.getString("asked"),
        row.getString("about"),
        row.getString("mode"),
        row.getString("result"),
        row.getString("source"),
        row.getString("reason"));
  }
}
