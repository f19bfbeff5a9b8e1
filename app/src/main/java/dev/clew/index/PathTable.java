package dev.clew.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// The rows of `path`: every path once, and its number in the other tables.
final class PathTable {
  private static final int KEPT = 50_000;

  private final PreparedStatement find;
  private final PreparedStatement add;
  private final Map<String, Long> paths = new HashMap<>();

  PathTable(Connection connection) throws SQLException {
    find = connection.prepareStatement("SELECT id FROM path WHERE path = ?");
    add = connection.prepareStatement("INSERT INTO path (path) VALUES (?) RETURNING id");
  }

  /// The number of `path`, given when it is first asked for.
  long id(String path) throws SQLException {
    var known = paths.get(path);
    if (known == null) {
      known = findOrAdd(path);
      if (paths.size() > KEPT) {
        paths.clear();
      }
      paths.put(path, known);
    }
    return known;
  }

  private long findOrAdd(String path) throws SQLException {
    find.setString(1, path);
    try (var row = find.executeQuery()) {
      if (row.next()) {
        return row.getLong(1);
      }
    }
    add.setString(1, path);
    try (var row = add.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
