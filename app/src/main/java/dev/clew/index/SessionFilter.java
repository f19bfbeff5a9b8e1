package dev.clew.index;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which sessions are asked for: those that fit every condition.
///
/// Where sub-agents are left out, what they did counts for the session that started them: it is
/// found by their models, their failed steps and their times.
public final class SessionFilter {
  /// What sessions can be told apart by.
  public enum Facet {
    AGENT,
    MODEL,
    REPO,
    BRANCH,
    SINCE,
    ERRORS,
    SUBAGENTS
  }

  private record Condition(@Nullable Facet facet, String sql, Object[] values) {}

  /// The agent of sessions that hold what no session did: only who asks for it gets it.
  private static final String CLEW = "clew";

  private final boolean topOnly;
  private final boolean ofClew;
  private final List<Condition> conditions;

  private SessionFilter(boolean topOnly, boolean ofClew, List<Condition> conditions) {
    this.topOnly = topOnly;
    this.ofClew = ofClew;
    this.conditions = conditions;
  }

  /// Every session; `topOnly` leaves out those that another one started.
  public static SessionFilter all(boolean topOnly) {
    return new SessionFilter(topOnly, false, List.of());
  }

  /// Sessions with `text` in the title, the repository, the branch or the agent's session id.
  public SessionFilter text(String text) {
    return and(
        null,
        "(instr(lower(s.title), lower(?)) > 0 OR instr(lower(s.repo), lower(?)) > 0"
            + " OR instr(lower(s.branch), lower(?)) > 0 OR instr(s.agent_session, ?) > 0"
            + " OR instr(s.id, ?) = 1)",
        text,
        text,
        text,
        text,
        text);
  }

  /// One agent's sessions.
  public SessionFilter agent(String agent) {
    var narrowed = and(Facet.AGENT, "s.agent = ?", agent);
    return new SessionFilter(topOnly, agent.equals(CLEW), narrowed.conditions);
  }

  /// Sessions in the folder `repo`, below it or above it.
  public SessionFilter repo(String repo) {
    return and(
        Facet.REPO,
        "(s.repo = ? OR substr(s.repo, 1, length(?) + 1) = ? || '/'"
            + " OR substr(?, 1, length(s.repo) + 1) = s.repo || '/')",
        repo,
        repo,
        repo,
        repo);
  }

  /// Sessions that ended on this branch.
  public SessionFilter branch(String branch) {
    return and(Facet.BRANCH, "s.branch = ?", branch);
  }

  /// Sessions that used `model`; where nobody used a model of that name, one with it in its name.
  public SessionFilter model(String model) {
    return and(
        Facet.MODEL,
        family("JOIN usage u ON u.session = c.ref WHERE " + CostReader.MODEL),
        model,
        model,
        model);
  }

  /// Sessions that went on at this time or later, in epoch milliseconds.
  public SessionFilter since(long ms) {
    return and(Facet.SINCE, family("WHERE c.last_at >= ?"), ms);
  }

  /// Sessions that began before this time, in epoch milliseconds.
  public SessionFilter until(long ms) {
    return and(null, "s.first_at < ?", ms);
  }

  /// Sessions with steps that failed.
  public SessionFilter withErrors() {
    return and(Facet.ERRORS, family("WHERE c.errors > 0"));
  }

  /// Sessions that started sub-agents.
  public SessionFilter withSubagents() {
    return and(
        Facet.SUBAGENTS, "s.ref IN (SELECT c.parent FROM session c WHERE c.subagent IS NOT NULL)");
  }

  private SessionFilter and(@Nullable Facet facet, String sql, Object... values) {
    var more = new ArrayList<>(conditions);
    more.add(new Condition(facet, sql, values));
    return new SessionFilter(topOnly, ofClew, List.copyOf(more));
  }

  /// Holds for a session of which `clause` holds, or of whose sub-agents, where these are left out.
  private String family(String clause) {
    var column = topOnly ? "trace" : "ref";
    return "s.%s IN (SELECT c.%s FROM session c %s)".formatted(column, column, clause);
  }

  /// The same filter without the conditions on one facet.
  SessionFilter without(Facet facet) {
    return new SessionFilter(
        topOnly,
        ofClew && facet != Facet.AGENT,
        conditions.stream().filter(each -> each.facet != facet).toList());
  }

  /// Whether every session fits.
  boolean isEmpty() {
    return conditions.isEmpty();
  }

  boolean topOnly() {
    return topOnly;
  }

  /// Adds the conditions on `session s` to a query that has no WHERE yet.
  Sql where(Sql query) {
    query.add("WHERE (s.model_calls + s.tool_calls + s.turns > 0 OR s.first_at IS NOT NULL)");
    if (!ofClew) {
      query.add("AND s.agent <> '" + CLEW + "'");
    }
    if (topOnly) {
      query.add("AND (s.subagent IS NULL OR s.parent IS NULL)");
    }
    conditions.forEach(each -> query.add("AND " + each.sql, each.values));
    return query;
  }
}
