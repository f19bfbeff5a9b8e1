package dev.clew.index;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Named values of the index as a whole.
final class Meta {
  private Meta() {}

  static @Nullable String get(Connection connection, String key) throws SQLException {
    try (var query = connection.prepareStatement("SELECT value FROM meta WHERE key = ?")) {
      query.setString(1, key);
      try (var rows = query.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }

  static void put(Connection connection, String key, String value) throws SQLException {
    try (var update = connection.prepareStatement("REPLACE INTO meta VALUES (?, ?)")) {
      update.setString(1, key);
      update.setString(2, value);
      update.executeUpdate();
    }
  }
}
