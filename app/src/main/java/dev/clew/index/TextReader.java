package dev.clew.index;

import dev.clew.text.TextQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks terms up in the full-text index.
final class TextReader {
  private final Connection connection;

  TextReader(Connection connection) {
    this.connection = connection;
  }

  /// Texts with all of these terms, by time; those without a time count as oldest. Left out are
  /// those whose place names no call or turn: another form of them is told, or not yet.
  List<TextRow> find(List<TextQuery.Lookup> lookups, TextFilter filter, long offset, int limit)
      throws SQLException {
    var query =
        new Sql()
            .add(
                """
                SELECT d.seq, d.kind, coalesce(p.span, d.span) AS span, p.span IS NOT NULL, d.at
                FROM text f JOIN told d ON d.doc = f.rowid
                LEFT JOIN placed p ON d.span = 0 AND p.seq = d.seq AND p.kind = d.kind
                """);
    if (filter.sessions().isPresent()) {
      query.add(
          """
          LEFT JOIN step t ON d.kind <> 0 AND t.id = coalesce(p.span, d.span)
          LEFT JOIN turn u ON d.kind = 0 AND u.id = coalesce(p.span, d.span)
          """);
    }
    query.add("WHERE text MATCH ? AND (d.span <> 0 OR p.span IS NOT NULL)", match(lookups));
    filter.kind().ifPresent(kind -> query.add("AND d.kind = ?", kind.code()));
    filter.sinceMs().ifPresent(since -> query.add("AND d.at >= ?", since));
    filter
        .sessions()
        .ifPresent(refs -> query.add("AND coalesce(t.session, u.session) IN " + Sql.in(refs)));
    var direction = filter.oldestFirst() ? "ASC" : "DESC";
    return query
        .add(
            "ORDER BY d.at %s, span, d.kind, d.doc LIMIT ? OFFSET ?".formatted(direction),
            limit,
            offset)
        .list(
            connection,
            row ->
                new TextRow(
                    row.getLong(1),
                    TextKind.of(row.getInt(2)),
                    row.getLong(3),
                    row.getBoolean(4),
                    row.getLong(5)));
  }

  /// The records that tell texts of this kind of the step or turn.
  List<Long> records(TextRow text) throws SQLException {
    return new Sql()
        .add(
            "SELECT DISTINCT seq FROM %s WHERE span = ? AND kind = ?"
                .formatted(text.placed() ? "placed" : "told"),
            text.span(),
            text.kind().code())
        .list(connection, row -> row.getLong(1));
  }

  Optional<TurnHead> turn(long id) throws SQLException {
    return new Sql()
            .add("SELECT session, title, seq FROM turn WHERE id = ?", id)
            .list(connection, row -> new TurnHead(row.getLong(1), row.getString(2), row.getLong(3)))
            .stream()
            .findFirst();
  }

  /// Terms hold no quotes: whatever they are, FTS5 takes them for strings.
  private static String match(List<TextQuery.Lookup> lookups) {
    return lookups.stream()
        .map(lookup -> '"' + lookup.term() + (lookup.prefix() ? "\" *" : "\""))
        .collect(Collectors.joining(" AND "));
  }
}
