package dev.clew.index;

import java.sql.Connection;
import java.sql.SQLException;

/// Gives every step and turn that several sessions tell one home: the session that it came from.
///
/// A resumed or forked session repeats records with their own times, so times do not tell which is
/// the original. What does: the original has nothing of its own, or its own goes on right where the
/// copy was taken, before the copy's own begins. Among sessions that share a step, its home is the
/// one that says of none of them that it came from it; then the one whose own steps begin first (a
/// session without own steps before all others), then the one with fewer steps, then the smaller
/// id.
final class Homes {
  /// Sessions linked, through shared items, to a session that has changed.
  private static final String AFFECTED =
      """
      CREATE TEMP TABLE affected AS
      WITH RECURSIVE near(session) AS (
        SELECT session FROM dirty WHERE session IN (SELECT session FROM shared)
        UNION
        SELECT o.session FROM near n JOIN shared h ON h.session = n.session
          JOIN shared o ON o.kind = h.kind AND o.id = h.id)
      SELECT n.session AS session,
        (SELECT min(t.started) FROM step t WHERE t.session = n.session
          AND NOT EXISTS (SELECT 1 FROM shared h WHERE h.kind = 1 AND h.id = t.id)) AS own_start,
        (SELECT count(*) FROM shared h WHERE h.session = n.session)
          + (SELECT count(*) FROM step t WHERE t.session = n.session
          AND NOT EXISTS (SELECT 1 FROM shared h WHERE h.kind = 1 AND h.id = t.id)) AS size,
        (SELECT id FROM session s WHERE s.ref = n.session) AS id,
        (WITH RECURSIVE up(id, n) AS (
            SELECT s.origin, 1 FROM session s WHERE s.ref = n.session AND s.origin IS NOT NULL
            UNION
            SELECT s.origin, u.n + 1 FROM up u JOIN session s ON s.id = u.id
            WHERE s.origin IS NOT NULL AND u.n < 64)
          SELECT count(*) FROM up JOIN session s ON s.id = up.id) AS depth
      FROM near n
      """;

  private static final String MOVE =
      """
      UPDATE %s AS x SET session = (
        SELECT a.session FROM shared h JOIN affected a ON a.session = h.session
        WHERE h.kind = %d AND h.id = x.id
        ORDER BY a.depth, a.own_start IS NOT NULL, a.own_start, a.size, a.id LIMIT 1)
      WHERE x.id IN (SELECT h.id FROM shared h JOIN affected a ON a.session = h.session
        WHERE h.kind = %d)
      """;

  /// Where the steps that are settled were before.
  private static final String BEFORE =
      """
      CREATE TEMP TABLE before AS SELECT x.id, x.session FROM step x
      WHERE x.id IN (SELECT h.id FROM shared h JOIN affected a ON a.session = h.session
        WHERE h.kind = %d)
      """
          .formatted(Shared.STEP);

  private final Connection connection;
  private final ToldDue told;
  private final TouchTable touches;

  Homes(Connection connection, ToldDue told, TouchTable touches) {
    this.connection = connection;
    this.told = told;
    this.touches = touches;
  }

  /// Settles the homes of what the dirty sessions share; sessions that win or lose become dirty.
  void settle() throws SQLException {
    try (var statement = connection.createStatement()) {
      try (var row = statement.executeQuery("SELECT EXISTS (SELECT 1 FROM shared)")) {
        if (!row.next() || !row.getBoolean(1)) {
          return;
        }
      }
      statement.executeUpdate("DROP TABLE IF EXISTS temp.affected");
      statement.executeUpdate("DROP TABLE IF EXISTS temp.before");
      statement.executeUpdate(AFFECTED);
      statement.executeUpdate(BEFORE);
      statement.executeUpdate(MOVE.formatted("step", Shared.STEP, Shared.STEP));
      statement.executeUpdate(MOVE.formatted("turn", Shared.TURN, Shared.TURN));
      statement.executeUpdate("INSERT OR IGNORE INTO dirty SELECT session FROM affected");
      var moved =
          new Sql()
              .add("SELECT b.id FROM temp.before b JOIN step t ON t.id = b.id")
              .add("WHERE t.session <> b.session")
              .list(connection, row -> row.getLong(1));
      for (var step : moved) {
        told.add(step);
        touches.due(step);
      }
      statement.executeUpdate("DROP TABLE temp.before");
      statement.executeUpdate("DROP TABLE temp.affected");
    }
  }
}
