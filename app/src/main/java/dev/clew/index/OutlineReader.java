package dev.clew.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Reads all steps of some sessions, each with little.
final class OutlineReader {
  private static final String SELECT =
      """
      SELECT t.id, t.session, t.kind = 'llm_call' AS model_call, t.started, t.ended, t.duration_ms,
        t.status, CASE WHEN t.kind <> 'llm_call' THEN coalesce(t.tool, t.kind) || ' ' || t.title END
        AS retries
      FROM step t
      """;

  private final Connection connection;

  OutlineReader(Connection connection) {
    this.connection = connection;
  }

  /// In the order of the log, the oldest first.
  List<OutlineStep> list(List<Long> sessions) throws SQLException {
    return new Sql()
        .add(SELECT + "WHERE t.session IN " + Sql.in(sessions))
        .add(StepReader.OLDEST_FIRST)
        .list(connection, OutlineReader::step);
  }

  private static OutlineStep step(ResultSet row) throws SQLException {
    return new OutlineStep(
        row.getLong(1),
        row.getLong(2),
        row.getBoolean(3),
        Sql.nullable(row, "started"),
        Sql.nullable(row, "ended"),
        Sql.nullable(row, "duration_ms"),
        row.getString(7),
        row.getString(8));
  }
}
