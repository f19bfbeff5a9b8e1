package dev.clew.index;

import dev.clew.cost.PriceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/// The totals of sessions, computed from their rows whenever these have changed.
final class Totals {
  /// What steps of the session `s` did to files: what was seen in a workspace, else what is told.
  private static final String EFFECTIVE =
      """
      (SELECT c.path, c.op FROM change c
          JOIN step t ON t.id = c.step AND c.source = t.file_source AND t.status = 'ok'
        WHERE t.session = s.ref AND (c.op = 'read' OR NOT %s)
        UNION ALL
        SELECT w.path, w.op FROM workspace_change w JOIN step t ON t.id = w.step
        WHERE t.session = s.ref)
      """
          .formatted(StepReader.SEEN);

  /// A turn that only a hook told stands in until the transcript has come so far: it tells the
  /// prompt itself, under another id, or says that there was none.
  private static final String STAND_INS =
      """
      DELETE FROM turn WHERE by_hook AND session IN (SELECT session FROM dirty)
        AND EXISTS (SELECT 1 FROM turn f WHERE f.session = turn.session AND NOT f.by_hook
          AND f.at >= turn.at - %d)
      """
          .formatted(IndexWriter.STAND_IN_MS);

  private static final String COUNTS =
      """
      UPDATE session AS s SET
        turns = (SELECT count(*) FROM turn WHERE session = s.ref),
        compactions = (SELECT max(
            coalesce(sum(count) FILTER (WHERE kind = 'compaction'), 0),
            coalesce(sum(count) FILTER (WHERE kind = 'compaction_hook'), 0))
          FROM tally WHERE session = s.ref),
        (model_calls, tool_calls, answered, errors, commands) = (
          SELECT count(*) FILTER (WHERE kind = 'llm_call' AND NOT synthetic),
            count(*) FILTER (WHERE kind <> 'llm_call'),
            count(*) FILTER (WHERE kind <> 'llm_call' AND status IS NOT NULL),
            count(*) FILTER (WHERE status = 'error'),
            count(*) FILTER (WHERE kind = 'bash_command')
          FROM step WHERE session = s.ref),
        (files_read, files_changed) = (
          SELECT count(DISTINCT c.path) FILTER (WHERE c.op = 'read'),
            count(DISTINCT c.path) FILTER (WHERE c.op <> 'read')
          FROM %s c)
      WHERE s.ref IN (SELECT session FROM dirty)
      """
          .formatted(EFFECTIVE);

  private static final String USAGE =
      """
      INSERT INTO usage
      SELECT session, coalesce(strftime('%Y-%m-%d', started / 1000, 'unixepoch'), ''),
        coalesce(model, ''), count(*), count(*) FILTER (WHERE cost_pico IS NULL),
        coalesce(sum(input), 0), coalesce(sum(cache_read), 0), coalesce(sum(cache_write_5m), 0),
        coalesce(sum(cache_write_1h), 0), coalesce(sum(output), 0), coalesce(sum(reasoning), 0),
        coalesce(sum(cost_pico), 0)
      FROM step
      WHERE kind = 'llm_call' AND NOT synthetic AND session IN (SELECT session FROM dirty)
      GROUP BY 1, 2, 3
      """;

  /// A sub-agent belongs to the session of the step that started it, else to the main session.
  private static final String SUBAGENT_PARENTS =
      """
      UPDATE session AS s SET
        parent_step = (SELECT min(id) FROM step WHERE child = s.ref),
        parent = coalesce(
          (SELECT session FROM step WHERE child = s.ref ORDER BY id LIMIT 1),
          (SELECT ref FROM session o WHERE o.id = s.origin AND o.ref <> s.ref),
          (SELECT ref FROM session m WHERE m.trace = s.trace AND m.subagent IS NULL))
      WHERE s.subagent IS NOT NULL
        AND s.trace IN (SELECT trace FROM session WHERE ref IN (SELECT session FROM dirty))
      """;

  /// A session that says so, or that repeats another's steps, came from it.
  private static final String FORK_PARENTS =
      """
      UPDATE session AS s SET parent = coalesce(
        (SELECT ref FROM session o WHERE o.id = s.origin AND o.ref <> s.ref),
        (SELECT t.session FROM shared h JOIN step t ON t.id = h.id
        WHERE h.kind = 1 AND h.session = s.ref AND t.session <> s.ref
        ORDER BY t.started DESC, t.id LIMIT 1))
      WHERE s.subagent IS NULL AND (s.ref IN (SELECT session FROM dirty)
        OR s.origin IN (SELECT o.id FROM session o JOIN dirty d ON d.session = o.ref))
      """;

  /// The sessions that changed, and those above them, whose totals contain theirs.
  private static final String CHANGED =
      """
      WITH RECURSIVE up(ref) AS (
        SELECT session FROM dirty
        UNION
        SELECT s.parent FROM up u JOIN session s ON s.ref = u.ref
        WHERE s.subagent IS NOT NULL AND s.parent IS NOT NULL)
      SELECT s.id FROM up u JOIN session s ON s.ref = u.ref
      """;

  private final Connection connection;
  private final Pricing pricing;
  private final String priceVersion;
  private final Homes homes;
  private final TouchTable touches;

  Totals(Connection connection, ToldDue told, TouchTable touches, PriceTable prices) {
    this.connection = connection;
    this.pricing = new Pricing(prices);
    this.priceVersion = prices.version();
    this.touches = touches;
    this.homes = new Homes(connection, told, touches);
  }

  /// Computes the totals of the sessions that have changed; the ids of all that are not as they
  /// were.
  Set<String> refresh() throws SQLException {
    homes.settle();
    touches.flush();
    run(STAND_INS);
    run(COUNTS);
    run("DELETE FROM usage WHERE session IN (SELECT session FROM dirty)");
    run(USAGE);
    run(SUBAGENT_PARENTS);
    run(FORK_PARENTS);
    var changed = new HashSet<>(new Sql().add(CHANGED).list(connection, row -> row.getString(1)));
    run("DELETE FROM dirty");
    return changed;
  }

  /// Prices every call anew when the price table is another than the one that was used.
  void reprice() throws SQLException {
    if (priceVersion.equals(Meta.get(connection, "prices"))) {
      return;
    }
    try (var calls =
            connection.prepareStatement(
                "SELECT * FROM step WHERE usage_rank <> '' AND NOT synthetic");
        var update = connection.prepareStatement("UPDATE step SET cost_pico = ? WHERE id = ?");
        var row = calls.executeQuery()) {
      while (row.next()) {
        var usage = Pricing.usage(row);
        var model = row.getString("model");
        if (usage != null && model != null) {
          var cost = pricing.cost(row.getString("provider"), model, row.getLong("started"), usage);
          SessionTable.setLong(update, 1, cost);
          update.setLong(2, row.getLong("id"));
          update.executeUpdate();
        }
      }
    }
    run("INSERT OR IGNORE INTO dirty SELECT ref FROM session");
    refresh();
    Meta.put(connection, "prices", priceVersion);
    connection.commit();
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
