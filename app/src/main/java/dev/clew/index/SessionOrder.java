package dev.clew.index;

/// In which order sessions are listed, and which part of the list.
///
/// @param descending whether the greatest comes first
/// @param limit how many at most; negative for all
public record SessionOrder(Sort sort, boolean descending, long offset, int limit) {
  private static final String FAMILY =
      "FROM session c %s WHERE c.trace = s.trace AND (s.subagent IS NULL OR c.ref = s.ref)";

  private static final String USAGE = FAMILY.formatted("JOIN usage u ON u.session = c.ref");

  /// What sessions can be sorted by. Their numbers include those of their sub-agents.
  public enum Sort {
    STARTED_AT("s.first_at"),
    ENDED_AT("s.last_at"),
    DURATION("s.last_at - s.first_at"),
    COST_USD("(SELECT sum(u.cost_pico) " + USAGE + ")"),
    TOKENS(
        "(SELECT sum(u.input + u.cache_read + u.cache_write_5m + u.cache_write_1h + u.output"
            + " + u.reasoning) "
            + USAGE
            + ")"),
    TOOL_CALLS("(SELECT sum(c.tool_calls) " + FAMILY.formatted("") + ")"),
    ERRORS("(SELECT sum(c.errors) " + FAMILY.formatted("") + ")"),
    FILES_CHANGED("s.files_changed"),
    TITLE("s.title COLLATE NOCASE");

    private final String sql;

    Sort(String sql) {
      this.sql = sql;
    }
  }

  String sql() {
    return "ORDER BY %s %s NULLS LAST, s.id LIMIT ? OFFSET ?"
        .formatted(sort.sql, descending ? "DESC" : "ASC");
  }
}
