package dev.clew.index;

import dev.clew.cost.Tokens;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads sessions.
final class SessionReader {
  private static final String COLUMNS =
      """
      SELECT s.*, p.id AS parent_id FROM session s LEFT JOIN session p ON p.ref = s.parent
      """;

  static final String SUMS =
      """
      count(*) AS sessions, max(s.last_at) AS last_at,
      coalesce(sum(s.model_calls), 0) AS model_calls, coalesce(sum(s.tool_calls), 0) AS tool_calls,
      coalesce(sum(s.errors), 0) AS errors
      """;

  static final String USAGE =
      """
      coalesce(sum(u.input), 0) AS input, coalesce(sum(u.cache_read), 0) AS cache_read,
      coalesce(sum(u.cache_write_5m), 0) AS cache_write_5m,
      coalesce(sum(u.cache_write_1h), 0) AS cache_write_1h,
      coalesce(sum(u.output), 0) AS output, coalesce(sum(u.reasoning), 0) AS reasoning,
      coalesce(sum(u.cost_pico), 0) AS cost_pico, coalesce(sum(u.unpriced), 0) AS unpriced
      """;

  /// For each session itself and the sub-agents below it.
  static final String TREE =
      """
      WITH RECURSIVE tree(top, ref) AS (
        SELECT ref, ref FROM session WHERE ref IN %s
        UNION
        SELECT t.top, c.ref FROM tree t JOIN session c ON c.parent = t.ref
        WHERE c.subagent IS NOT NULL)
      """;

  private final Connection connection;

  SessionReader(Connection connection) {
    this.connection = connection;
  }

  Page<SessionRow> list(SessionFilter filter, SessionOrder order) throws SQLException {
    var total = filter.where(new Sql().add("SELECT count(*) FROM session s")).number(connection);
    var query = filter.where(new Sql().add("SELECT s.ref FROM session s"));
    var refs =
        query
            .add(order.sql(), order.limit(), order.offset())
            .list(connection, row -> row.getLong(1));
    return new Page<>(rows(refs), order.offset(), total);
  }

  List<Long> refs(SessionFilter filter) throws SQLException {
    return filter
        .where(new Sql().add("SELECT s.ref FROM session s"))
        .list(connection, row -> row.getLong(1));
  }

  SessionName name(long ref) throws SQLException {
    return new Sql()
        .add("SELECT id, agent, title, repo FROM session WHERE ref = ?", ref)
        .list(
            connection,
            row ->
                new SessionName(
                    row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
        .getFirst();
  }

  Optional<SessionRow> byRef(long ref) throws SQLException {
    return rows(List.of(ref)).stream().findFirst();
  }

  List<Long> like(String prefix) throws SQLException {
    return new Sql()
        .add(
            "SELECT ref FROM session WHERE substr(id, 1, length(?)) = ?"
                + " OR (subagent IS NULL AND substr(agent_session, 1, length(?)) = ?)"
                + " OR subagent = ? ORDER BY id LIMIT 10",
            prefix,
            prefix,
            prefix,
            prefix,
            prefix)
        .list(connection, row -> row.getLong(1));
  }

  List<Long> tree(long session) throws SQLException {
    return new Sql()
        .add(TREE.formatted(Sql.in(List.of(session))))
        .add("SELECT ref FROM tree ORDER BY ref")
        .list(connection, row -> row.getLong(1));
  }

  List<SessionRow> subagents(long session) throws SQLException {
    var refs =
        new Sql()
            .add(
                "SELECT ref FROM session WHERE parent = ? AND subagent IS NOT NULL"
                    + " ORDER BY first_at, id",
                session)
            .list(connection, row -> row.getLong(1));
    return rows(refs);
  }

  /// The rows of these sessions, in the order of `refs`.
  List<SessionRow> rows(List<Long> refs) throws SQLException {
    if (refs.isEmpty()) {
      return List.of();
    }
    var in = Sql.in(refs);
    var models = models(in);
    var own = new HashMap<Long, SessionRow.Sums>();
    var total = new HashMap<Long, SessionRow.Sums>();
    sums("SELECT ref AS top, ref FROM session WHERE ref IN " + in, "", own);
    sums("SELECT top, ref FROM tree", TREE.formatted(in), total);
    var rows = new HashMap<Long, SessionRow>();
    new Sql()
        .add(COLUMNS + "WHERE s.ref IN " + in)
        .list(
            connection,
            row -> {
              var ref = row.getLong("ref");
              return rows.put(
                  ref,
                  session(
                      row,
                      models.getOrDefault(ref, List.of()),
                      own.getOrDefault(ref, SessionRow.Sums.ZERO),
                      total.getOrDefault(ref, SessionRow.Sums.ZERO)));
            });
    return refs.stream().filter(rows::containsKey).map(rows::get).toList();
  }

  private Map<Long, List<String>> models(String in) throws SQLException {
    var models = new HashMap<Long, List<String>>();
    new Sql()
        .add(
            "SELECT session, group_concat(model, char(10)) FROM (SELECT DISTINCT session, model"
                + " FROM usage WHERE model <> '' AND session IN "
                + in
                + " ORDER BY session, model) GROUP BY session")
        .list(
            connection,
            row -> models.put(row.getLong(1), Arrays.asList(row.getString(2).split("\n", -1))));
    return models;
  }

  private void sums(String members, String with, Map<Long, SessionRow.Sums> into)
      throws SQLException {
    var usage = new HashMap<Long, SessionRow.Sums>();
    new Sql()
        .add(with)
        .add("SELECT m.top AS top, %s".formatted(USAGE))
        .add("FROM (%s) m JOIN usage u ON u.session = m.ref GROUP BY m.top".formatted(members))
        .list(connection, row -> usage.put(row.getLong("top"), usage(row)));
    new Sql()
        .add(with)
        .add("SELECT m.top AS top, %s".formatted(SUMS))
        .add("FROM (%s) m JOIN session s ON s.ref = m.ref GROUP BY m.top".formatted(members))
        .list(
            connection,
            row -> {
              var top = row.getLong("top");
              return into.put(top, sums(row, usage.getOrDefault(top, SessionRow.Sums.ZERO)));
            });
  }

  /// The part of the sums that a row with the columns [#USAGE] holds.
  static SessionRow.Sums usage(ResultSet row) throws SQLException {
    return new SessionRow.Sums(
        0, null, 0, 0, 0, tokens(row), row.getLong("cost_pico"), row.getInt("unpriced"));
  }

  /// The sums that a row with the columns [#SUMS] holds, with what was used.
  static SessionRow.Sums sums(ResultSet row, SessionRow.Sums usage) throws SQLException {
    return new SessionRow.Sums(
        row.getInt("sessions"),
        Sql.nullable(row, "last_at"),
        row.getInt("model_calls"),
        row.getInt("tool_calls"),
        row.getInt("errors"),
        usage.tokens(),
        usage.costPico(),
        usage.unpriced());
  }

  static Tokens tokens(ResultSet row) throws SQLException {
    return new Tokens(
        row.getLong("input"),
        row.getLong("cache_read"),
        row.getLong("cache_write_5m"),
        row.getLong("cache_write_1h"),
        row.getLong("output"),
        row.getLong("reasoning"));
  }

  private static SessionRow session(
      ResultSet row, List<String> models, SessionRow.Sums own, SessionRow.Sums total)
      throws SQLException {
    return new SessionRow(
        row.getLong("ref"),
        row.getString("id"),
        row.getString("trace"),
        row.getString("agent"),
        row.getString("agent_session"),
        row.getString("subagent"),
        row.getString("subagent_type"),
        Sql.nullable(row, "first_at"),
        Sql.nullable(row, "last_at"),
        row.getString("mode"),
        row.getString("version"),
        row.getString("cwd"),
        row.getString("repo"),
        row.getString("branch"),
        row.getString("title"),
        row.getString("user"),
        row.getString("parent_id"),
        Sql.nullable(row, "parent_step"),
        row.getInt("turns"),
        row.getInt("answered"),
        row.getInt("files_read"),
        row.getInt("files_changed"),
        row.getInt("commands"),
        row.getInt("compactions"),
        models,
        own,
        total);
  }
}
