package dev.clew.content;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What a store knows of what it was told to forget: sessions whose lines are not taken, values
/// that are secrets, and whether an erasure has been begun whose traces are not all gone.
///
/// The tables came after format version 1 was in use: whoever opens the store for writing makes
/// them, a reader takes their absence for emptiness.
final class Forgotten {
  static final String RESOURCE = "keep.sql";

  private static final String ERASING = "erasing";

  private final Connection connection;

  Forgotten(Connection connection) {
    this.connection = connection;
  }

  /// The forgotten sessions' ids, with the reason.
  Map<String, ForgottenSession> sessions() throws SQLException {
    var found = new HashMap<String, ForgottenSession>();
    if (!exists("forgotten_session")) {
      return found;
    }
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT session, reason, refused FROM forgotten_session")) {
      while (rows.next()) {
        var id = HexFormat.of().formatHex(rows.getBytes(1));
        found.put(id, new ForgottenSession(id, rows.getString(2), rows.getLong(3)));
      }
    }
    return found;
  }

  void forget(String session, String reason) throws SQLException {
    try (var add =
        connection.prepareStatement(
            "INSERT INTO forgotten_session VALUES (?,?,0)"
                + " ON CONFLICT DO UPDATE SET reason = excluded.reason")) {
      add.setBytes(1, HexFormat.of().parseHex(session));
      add.setString(2, reason);
      add.executeUpdate();
    }
  }

  /// Counts a line of a forgotten session that came, and knows it from then on.
  void refuse(String session, byte[] source) throws SQLException {
    try (var count =
            connection.prepareStatement(
                "UPDATE forgotten_session SET refused = refused + 1 WHERE session = ?");
        var note = connection.prepareStatement("INSERT OR IGNORE INTO tombstone VALUES (?)")) {
      note.setBytes(1, source);
      if (note.executeUpdate() > 0) {
        count.setBytes(1, HexFormat.of().parseHex(session));
        count.executeUpdate();
      }
    }
  }

  /// The values that are secrets, sealed.
  List<SealedObject> values() throws SQLException {
    var found = new ArrayList<SealedObject>();
    if (!exists("secret_value")) {
      return found;
    }
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT * FROM secret_value ORDER BY id")) {
      while (row.next()) {
        found.add(
            new SealedObject(
                row.getBytes("sha256"),
                row.getLong("size"),
                row.getInt("dictionary"),
                row.getBytes("key_salt"),
                row.getBytes("data")));
      }
    }
    return found;
  }

  void addValue(SealedObject value) throws SQLException {
    try (var add =
        connection.prepareStatement(
            "INSERT INTO secret_value (sha256, size, dictionary, key_salt, data)"
                + " VALUES (?,?,?,?,?)")) {
      add.setBytes(1, value.sha256());
      add.setLong(2, value.size());
      add.setInt(3, value.dictionary());
      add.setBytes(4, value.keySalt());
      add.setBytes(5, value.data());
      add.executeUpdate();
    }
  }

  /// Notes that record `seq` stands for the erased record `was`.
  void replaced(long seq, long was) throws SQLException {
    try (var add = connection.prepareStatement("INSERT INTO replacement VALUES (?,?)")) {
      add.setLong(1, seq);
      add.setLong(2, was);
      add.executeUpdate();
    }
  }

  /// How many records stand for erased ones and came by none of these streams.
  long replacements(String streams) throws SQLException {
    return exists("replacement")
        ? number(
            "SELECT count(*) FROM replacement p JOIN record r ON r.seq = p.seq"
                + " WHERE r.stream NOT IN ("
                + streams
                + ")")
        : 0;
  }

  /// Notes objects that were destroyed on purpose while something that is kept names them.
  void noteObject(byte[] sha256) throws SQLException {
    try (var add =
        connection.prepareStatement("INSERT OR IGNORE INTO forgotten_object VALUES (?)")) {
      add.setBytes(1, sha256);
      add.executeUpdate();
    }
  }

  boolean isForgotten(byte[] sha256) throws SQLException {
    if (!exists("forgotten_object")) {
      return false;
    }
    try (var find =
        connection.prepareStatement("SELECT 1 FROM forgotten_object WHERE sha256 = ?")) {
      find.setBytes(1, sha256);
      try (var row = find.executeQuery()) {
        return row.next();
      }
    }
  }

  Map<String, String> heldTrees() throws SQLException {
    var held = new HashMap<String, String>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT workspace, tree FROM held_tree")) {
      while (row.next()) {
        held.put(row.getString(1), HexFormat.of().formatHex(row.getBytes(2)));
      }
    }
    return held;
  }

  void hold(Map<String, String> trees) throws SQLException {
    try (var delete = connection.createStatement();
        var add = connection.prepareStatement("INSERT INTO held_tree VALUES (?,?)")) {
      delete.executeUpdate("DELETE FROM held_tree");
      for (var each : trees.entrySet()) {
        add.setString(1, each.getKey());
        add.setBytes(2, HexFormat.of().parseHex(each.getValue()));
        add.executeUpdate();
      }
    }
  }

  boolean isErasing() throws SQLException {
    return number("SELECT EXISTS (SELECT 1 FROM meta WHERE key = '" + ERASING + "')") > 0;
  }

  void erasing(boolean now) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(
          now
              ? "REPLACE INTO meta VALUES ('" + ERASING + "', '1')"
              : "DELETE FROM meta WHERE key = '" + ERASING + "'");
    }
  }

  private long number(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
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
}
