package dev.clew.content;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tables that tell what became of files: `line_count` and `not_read`.
///
/// They came after format version 1 was in use and are made when a store is opened for writing: a
/// reader takes their absence for emptiness.
final class SourceCounts {
  static final String RESOURCE = "counts.sql";

  private static final String UNDER = "(path = ? OR substr(path, 1, length(?) + 1) = ? || '/')";

  private final Connection connection;

  SourceCounts(Connection connection) {
    this.connection = connection;
  }

  @Nullable SourceCount count(String path) throws SQLException {
    try (var find = connection.prepareStatement("SELECT * FROM line_count WHERE path = ?")) {
      find.setString(1, path);
      try (var row = find.executeQuery()) {
        return row.next() ? count(row) : null;
      }
    }
  }

  /// Adds to the records that a file ever brought: two readings of it may do so in turns.
  void brought(String path, long records) throws SQLException {
    var present = count(path);
    if (present == null) {
      put(SourceCount.none(path));
    }
    try (var add =
        connection.prepareStatement("UPDATE line_count SET brought = brought + ? WHERE path = ?")) {
      add.setLong(1, records);
      add.setString(2, path);
      add.executeUpdate();
    }
  }

  void put(SourceCount count) throws SQLException {
    var present = count(count.path());
    try (var put =
        connection.prepareStatement(
            "REPLACE INTO line_count VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
      put.setString(1, count.path());
      put.setString(2, String.join(" ", count.sessions()));
      put.setLong(3, count.lines().recorded());
      put.setLong(4, count.lines().known());
      put.setLong(5, count.lines().blank());
      put.setLong(6, count.lines().bad());
      put.setBoolean(7, count.openLine());
      put.setLong(8, count.records());
      put.setLong(9, count.glued());
      put.setLong(10, present == null ? 0 : present.brought());
      put.setLong(11, count.kept().count());
      put.setLong(12, count.kept().bytes());
      put.setLong(13, count.omitted().count());
      put.setLong(14, count.omitted().bytes());
      put.setLong(15, count.redactions());
      put.setString(16, String.join("\n", count.firstBad()));
      put.executeUpdate();
    }
  }

  private static SourceCount count(ResultSet row) throws SQLException {
    return new SourceCount(
        row.getString("path"),
        Set.copyOf(words(row.getString("sessions"), " ")),
        new SourceCount.Lines(
            row.getLong("recorded"),
            row.getLong("known"),
            row.getLong("blank"),
            row.getLong("bad")),
        row.getBoolean("open_line"),
        row.getLong("records"),
        row.getLong("glued"),
        row.getLong("brought"),
        new SourceCount.Amount(row.getLong("attachments"), row.getLong("attachment_bytes")),
        new SourceCount.Amount(row.getLong("omitted"), row.getLong("omitted_bytes")),
        row.getLong("redactions"),
        words(row.getString("first_bad"), "\n"));
  }

  private static List<String> words(String text, String separator) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(separator, -1));
  }

  /// All counts, by path.
  List<SourceCount> all() throws SQLException {
    return exists("line_count")
        ? list("SELECT * FROM line_count ORDER BY path", SourceCounts::count)
        : List.of();
  }

  /// Everything that was found and not read, by path.
  List<NotRead> notRead() throws SQLException {
    return exists("not_read")
        ? list("SELECT * FROM not_read ORDER BY path, reason", SourceCounts::notRead)
        : List.of();
  }

  private static NotRead notRead(ResultSet row) throws SQLException {
    return new NotRead(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4));
  }

  /// Notes what was not read at `path` and below it, in place of what was noted there; nothing is
  /// written where nothing has changed.
  void replaceNotRead(String path, List<NotRead> found) throws SQLException {
    var select = "SELECT * FROM not_read WHERE " + UNDER + " ORDER BY path, reason";
    try (var present = bound(select, path)) {
      var before = new ArrayList<NotRead>();
      try (var row = present.executeQuery()) {
        while (row.next()) {
          before.add(notRead(row));
        }
      }
      if (before.size() == found.size() && before.containsAll(found)) {
        return;
      }
    }
    try (var delete = bound("DELETE FROM not_read WHERE " + UNDER, path);
        var add = connection.prepareStatement("REPLACE INTO not_read VALUES (?,?,?,?)")) {
      delete.executeUpdate();
      for (var each : found) {
        add.setString(1, each.path());
        add.setString(2, each.reason());
        add.setLong(3, each.files());
        add.setLong(4, each.bytes());
        add.executeUpdate();
      }
    }
  }

  private PreparedStatement bound(String sql, String path) throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (var i = 1; i <= 3; i++) {
      statement.setString(i, path);
    }
    return statement;
  }

  private boolean exists(String table) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")) {
      query.setString(1, table);
      try (var row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> list(String sql, Reader<T> reader) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      var list = new ArrayList<T>();
      while (row.next()) {
        list.add(reader.read(row));
      }
      return list;
    }
  }
}
