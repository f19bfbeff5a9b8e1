package dev.clew.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Reads what model calls cost, from the totals per session, day and model.
public final class CostReader {
  /// Holds for a row of `usage u` with this model, given three times; where nobody used a model of
  /// that name, for one with it in its name.
  static final String MODEL =
      "(u.model = ? OR instr(u.model, ?) > 0 AND NOT EXISTS (SELECT 1 FROM usage WHERE model = ?))";

  /// What costs can be listed by. Days, weeks and months are those of UTC; a week's key is its
  /// Monday.
  public enum By {
    MODEL("u.model", "NULL"),
    SESSION("s.id", "s.title"),
    DAY("u.day", "NULL"),
    WEEK("coalesce(date(u.day, 'weekday 0', '-6 days'), '')", "NULL"),
    MONTH("substr(u.day, 1, 7)", "NULL"),
    REPO("coalesce(s.repo, '')", "NULL"),
    BRANCH("coalesce(s.branch, '')", "NULL"),
    AGENT("s.agent", "NULL");

    private final String key;
    private final String label;

    By(String key, String label) {
      this.key = key;
      this.label = label;
    }

    private boolean isTime() {
      return switch (this) {
        case DAY, WEEK, MONTH -> true;
        case MODEL, SESSION, REPO, BRANCH, AGENT -> false;
      };
    }
  }

  /// Which calls are added up.
  ///
  /// @param sessions only those of these; of all where the list is empty
  /// @param filter only those of the sessions that fit
  /// @param from the first day, `2026-11-20`
  /// @param to the last day
  public record Calls(
      List<Long> sessions,
      SessionFilter filter,
      Optional<String> model,
      Optional<String> from,
      Optional<String> to) {}

  private final Connection connection;

  CostReader(Connection connection) {
    this.connection = connection;
  }

  /// Rows under one heading or two: times newest first, else the dearest first.
  List<CostRow> list(By by, Optional<By> then, Calls calls) throws SQLException {
    var query =
        new Sql()
            .add(
                """
                SELECT %s AS key, min(%s) AS label, %s AS key2, min(%s) AS label2,
                  sum(u.calls) AS calls, %s
                FROM usage u JOIN session s ON s.ref = u.session
                """
                    .formatted(
                        by.key,
                        by.label,
                        then.map(each -> each.key).orElse("NULL"),
                        then.map(each -> each.label).orElse("NULL"),
                        SessionReader.USAGE));
    calls.filter.where(query);
    if (!calls.sessions.isEmpty()) {
      query.add("AND u.session IN " + Sql.in(calls.sessions));
    }
    calls.model.ifPresent(model -> query.add("AND " + MODEL, model, model, model));
    calls.from.ifPresent(day -> query.add("AND u.day >= ?", day));
    calls.to.ifPresent(day -> query.add("AND u.day <= ?", day));
    query.add(
        "GROUP BY key, key2 ORDER BY %s cost_pico DESC, output DESC, key, key2"
            .formatted(by.isTime() ? "key DESC," : ""));
    return query.list(
        connection,
        row ->
            new CostRow(
                row.getString("key"),
                row.getString("label"),
                row.getString("key2"),
                row.getString("label2"),
                row.getInt("calls"),
                SessionReader.tokens(row),
                row.getLong("cost_pico"),
                row.getInt("unpriced")));
  }
}
