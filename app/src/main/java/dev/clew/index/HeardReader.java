package dev.clew.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads which hooks were heard of which tool calls.
public final class HeardReader {
  private static final String CALLS =
      """
      FROM step t JOIN session s ON s.ref = t.session
      LEFT JOIN heard b ON b.step = t.id AND b.source = %d
      LEFT JOIN heard a ON a.step = t.id AND a.source = %d
      WHERE t.kind <> 'llm_call' AND t.tool IS NOT NULL AND t.session IN
      """
          .formatted(HeardTable.HOOK_BEFORE, HeardTable.HOOK_AFTER);

  private final Connection connection;

  HeardReader(Connection connection) {
    this.connection = connection;
  }

  /// Every session of which hooks were heard.
  public List<Hooked> hooked() throws SQLException {
    return new Sql()
        .add("SELECT h.*, s.trace, s.agent, s.repo FROM hooked h")
        .add("JOIN session s ON s.ref = h.session ORDER BY s.id")
        .list(
            connection,
            row ->
                new Hooked(
                    row.getLong("session"),
                    row.getString("trace"),
                    row.getString("agent"),
                    row.getString("repo"),
                    row.getLong("hooks"),
                    Sql.nullable(row, "first_at"),
                    Sql.nullable(row, "last_at"),
                    Sql.nullable(row, "rested_at"),
                    row.getLong("failures")));
  }

  /// For each of these sessions how many tool calls it made, how many of them have a result, and of
  /// how many both hooks were heard.
  public Map<Long, Calls> calls(List<Long> sessions) throws SQLException {
    var calls = new HashMap<Long, Calls>();
    new Sql()
        .add("SELECT t.session, count(*), count(t.status), count(a.step + b.step)")
        .add(CALLS + Sql.in(sessions) + " GROUP BY t.session")
        .list(
            connection,
            row ->
                calls.put(
                    row.getLong(1), new Calls(row.getLong(2), row.getLong(3), row.getLong(4))));
    return calls;
  }

  /// The same of each of these sessions with its sub-agents, from the totals that are kept; of
  /// hooks nothing is said.
  public Map<Long, Calls> told(List<Long> sessions) throws SQLException {
    var calls = new HashMap<Long, Calls>();
    new Sql()
        .add(SessionReader.TREE.formatted(Sql.in(sessions)))
        .add("SELECT t.top, sum(s.tool_calls), sum(s.answered)")
        .add("FROM tree t JOIN session s ON s.ref = t.ref GROUP BY t.top")
        .list(
            connection,
            row -> calls.put(row.getLong(1), new Calls(row.getLong(2), row.getLong(3), 0)));
    return calls;
  }

  /// How many tool calls.
  ///
  /// @param made all of them
  /// @param answered those that have a result
  /// @param heard those of which both hooks were heard
  public record Calls(long made, long answered, long heard) {
    /// None.
    public static final Calls NONE = new Calls(0, 0, 0);

    /// Both together.
    public Calls plus(Calls other) {
      return new Calls(made + other.made, answered + other.answered, heard + other.heard);
    }
  }

  /// The tool calls of these sessions of which not both hooks were heard, the oldest first.
  public List<HeardCall> unheard(List<Long> sessions) throws SQLException {
    return new Sql()
        .add("SELECT t.id, t.session, s.subagent, t.tool, t.title, t.started, t.status, t.denial,")
        .add("b.step AS b_step, a.step AS a_step, NOT EXISTS (SELECT 1 FROM turn l")
        .add("WHERE l.session = t.session AND l.at > t.started) AS is_last")
        .add(CALLS + Sql.in(sessions) + " AND (a.step IS NULL OR b.step IS NULL)")
        .add(StepReader.OLDEST_FIRST)
        .list(
            connection,
            row ->
                new HeardCall(
                    row.getLong("id"),
                    row.getLong("session"),
                    row.getString("subagent") != null,
                    row.getString("tool"),
                    row.getString("title"),
                    Sql.nullable(row, "started"),
                    row.getString("status"),
                    Sql.nullable(row, "b_step") != null,
                    Sql.nullable(row, "a_step") != null,
                    row.getString("status") != null,
                    row.getString("denial") != null,
                    row.getBoolean("is_last")));
  }

  /// The agents of which hooks before a tool call are known, or hooks after one.
  public Set<String> agents(boolean after) throws SQLException {
    return Set.copyOf(
        new Sql()
            .add("SELECT DISTINCT s.agent FROM heard h JOIN step t ON t.id = h.step")
            .add("JOIN session s ON s.ref = t.session")
            .add("WHERE h.source = ?", after ? HeardTable.HOOK_AFTER : HeardTable.HOOK_BEFORE)
            .list(connection, row -> row.getString(1)));
  }

  /// The tools of which a hook of a call was heard in these sessions.
  public List<String> toolsHeard(List<Long> sessions) throws SQLException {
    return new Sql()
        .add("SELECT DISTINCT t.tool")
        .add(CALLS + Sql.in(sessions) + " AND (a.step IS NOT NULL OR b.step IS NOT NULL)")
        .list(connection, row -> row.getString(1));
  }
}
