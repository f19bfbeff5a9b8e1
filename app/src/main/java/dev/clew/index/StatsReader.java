package dev.clew.index;

import dev.clew.index.SessionFilter.Facet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Counts sessions.
///
/// A facet's values are counted over the sessions that fit every other condition: what one would
/// find by choosing another value of it.
final class StatsReader {
  private final Connection connection;

  StatsReader(Connection connection) {
    this.connection = connection;
  }

  /// @param since the times to count sessions from, by what they are called
  List<StatsRow> list(SessionFilter filter, List<Facet> facets, Map<String, Long> since, int keys)
      throws SQLException {
    var rows = new ArrayList<StatsRow>();
    rows.add(all(filter));
    for (var facet : facets) {
      var others = filter.without(facet);
      var counts =
          switch (facet) {
            case AGENT -> values("s.agent", others);
            case BRANCH -> values("s.branch", others);
            case REPO -> repos(values("s.repo", others));
            case MODEL -> models(others);
            case SINCE -> since(others, since);
            case ERRORS -> Map.of("true", count(others.withErrors()));
            case SUBAGENTS -> Map.of("true", count(others.withSubagents()));
          };
      counts.entrySet().stream()
          .sorted(
              facet == Facet.SINCE
                  ? Comparator.comparing(Map.Entry::getValue)
                  : Map.Entry.<String, Long>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
          .limit(keys)
          .forEach(each ->
              rows.add(new StatsRow(Optional.of(facet), each.getKey(), each.getValue(), null)));
    }
    return rows;
  }

  private long count(SessionFilter filter) throws SQLException {
    return filter.where(new Sql().add("SELECT count(*) FROM session s")).number(connection);
  }

  private Map<String, Long> values(String column, SessionFilter filter) throws SQLException {
    var query = new Sql().add("SELECT %s, count(*) FROM session s".formatted(column));
    filter.where(query).add("AND %s <> '' GROUP BY 1".formatted(column));
    return counts(query);
  }

  private Map<String, Long> models(SessionFilter filter) throws SQLException {
    var query =
        new Sql()
            .add("SELECT u.model, count(DISTINCT s.ref)")
            .add("FROM session s JOIN session c ON " + family(filter))
            .add("JOIN usage u ON u.session = c.ref");
    filter.where(query).add("AND u.model <> '' GROUP BY 1");
    return counts(query);
  }

  private Map<String, Long> counts(Sql query) throws SQLException {
    var counts = new LinkedHashMap<String, Long>();
    query.list(connection, row -> counts.put(row.getString(1), row.getLong(2)));
    return counts;
  }

  /// A folder also finds the sessions below it and above it.
  private static Map<String, Long> repos(Map<String, Long> exact) {
    var counts = new LinkedHashMap<String, Long>();
    exact.forEach((repo, own) -> {
      var sum = own;
      for (var other : exact.entrySet()) {
        var key = other.getKey();
        sum += key.startsWith(repo + "/") || repo.startsWith(key + "/") ? other.getValue() : 0;
      }
      counts.put(repo, sum);
    });
    return counts;
  }

  private Map<String, Long> since(SessionFilter filter, Map<String, Long> times)
      throws SQLException {
    var counts = new LinkedHashMap<String, Long>();
    for (var time : times.entrySet()) {
      counts.put(time.getKey(), count(filter.since(time.getValue())));
    }
    return counts;
  }

  private static String family(SessionFilter filter) {
    return filter.topOnly() ? "c.trace = s.trace" : "c.ref = s.ref";
  }

  private StatsRow all(SessionFilter filter) throws SQLException {
    var usage =
        members(filter)
            .add(
                "SELECT %s FROM member m JOIN usage u ON u.session = m.ref"
                    .formatted(SessionReader.USAGE))
            .list(connection, SessionReader::usage)
            .getFirst();
    return members(filter)
        .add(
            """
            SELECT (SELECT count(*) FROM hit) AS hits, %s, sum(s.turns) AS turns,
              sum(s.commands) AS commands, sum(s.files_read) AS files_read,
              sum(s.files_changed) AS files_changed
            FROM member m JOIN session s ON s.ref = m.ref
            """
                .formatted(SessionReader.SUMS))
        .list(connection, row -> all(row, usage))
        .getFirst();
  }

  /// The sessions that fit, and these with those that count for them.
  private static Sql members(SessionFilter filter) {
    var hits = filter.where(new Sql().add("WITH hit AS (SELECT s.ref, s.trace FROM session s"));
    return filter.isEmpty()
        ? SessionFilter.all(false)
            .where(hits.add("), member AS (SELECT s.ref FROM session s"))
            .add(")")
        : hits.add("), member AS (SELECT DISTINCT c.ref FROM hit s")
            .add("JOIN session c ON " + family(filter) + ")");
  }

  private static StatsRow all(ResultSet row, SessionRow.Sums usage) throws SQLException {
    var hits = row.getLong("hits");
    var work = SessionReader.sums(row, usage);
    return new StatsRow(
        Optional.empty(),
        "",
        hits,
        new StatsRow.Sums(
            work.sessions() - hits,
            row.getLong("turns"),
            row.getLong("commands"),
            row.getLong("files_read"),
            row.getLong("files_changed"),
            work));
  }
}
