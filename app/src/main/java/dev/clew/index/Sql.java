package dev.clew.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds one query from parts, each with its own values.
final class Sql {
  /// Reads one row.
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  Sql add(String part, Object... partValues) {
    text.append(part).append('\n');
    values.addAll(List.of(partValues));
    return this;
  }

  <T> List<T> list(Connection connection, Reader<T> reader) throws SQLException {
    try (var query = prepare(connection);
        var rows = query.executeQuery()) {
      var list = new ArrayList<T>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    }
  }

  long number(Connection connection) throws SQLException {
    return list(connection, row -> row.getLong(1)).getFirst();
  }

  private PreparedStatement prepare(Connection connection) throws SQLException {
    var query = connection.prepareStatement(text.toString());
    for (var i = 0; i < values.size(); i++) {
      query.setObject(i + 1, values.get(i));
    }
    return query;
  }

  static @Nullable Long nullable(ResultSet row, String column) throws SQLException {
    var value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  /// `(1,2,3)`: numbers of ours, never text.
  static String in(List<Long> numbers) {
    var list = new StringBuilder("(");
    for (var number : numbers) {
      list.append(list.length() > 1 ? "," : "").append(number.longValue());
    }
    return list.append(')').toString();
  }
}
