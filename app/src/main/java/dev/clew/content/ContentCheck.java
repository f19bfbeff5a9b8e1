package dev.clew.content;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Looks for damage in `content.db`, reading only.
public final class ContentCheck implements AutoCloseable {
  private static final int MOST = 100;

  private final Connection connection;
  private final Unsealer unsealer;

  private ContentCheck(Connection connection, Unsealer unsealer) {
    this.connection = connection;
    this.unsealer = unsealer;
  }

  /// Opens the database in `file` with keys under `unsealer`.
  public static ContentCheck open(Path file, Unsealer unsealer) throws SQLException {
    return new ContentCheck(Database.reader(file), unsealer);
  }

  /// An object that cannot be opened.
  ///
  /// @param id its number in the database
  /// @param what why it cannot
  /// @param aside whether its bytes are in quarantine
  public record Damaged(long id, String what, boolean aside) {}

  /// Something in the database that points to nothing.
  public record Dangling(String what, long seq, long object) {}

  /// What SQLite itself finds wrong with the file; empty when nothing is.
  public static List<String> integrity(Path file) throws SQLException {
    try (var connection = Database.reader(file);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check(" + MOST + ")")) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        if (!rows.getString(1).equals("ok")) {
          found.add(rows.getString(1));
        }
      }
      return found;
    }
  }

  /// How many objects there are.
  public long objects() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM object")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// Is told of each object as it is looked at.
  public interface Progress {
    /// So many have been looked at.
    void looked(long objects);
  }

  /// Opens every object that was not destroyed; those that cannot be opened, at most `most`.
  public List<Damaged> damaged(int most, Progress progress) throws SQLException {
    var found = new ArrayList<Damaged>();
    long looked = 0;
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT id, sha256, size, dictionary, key_salt, data FROM object"
                    + " WHERE key_salt IS NOT NULL")) {
      while (row.next() && found.size() < most) {
        try {
          unsealer.unseal(
              new SealedObject(
                  row.getBytes(2), row.getLong(3), row.getInt(4), row.getBytes(5), bytes(row)));
        } catch (DamagedObjectException | RuntimeException e) {
          found.add(
              new Damaged(row.getLong(1), String.valueOf(e.getMessage()), bytes(row).length == 0));
        }
        progress.looked(++looked);
      }
    }
    return found;
  }

  private static byte[] bytes(ResultSet row) throws SQLException {
    var data = row.getBytes(6);
    return data == null ? new byte[0] : data;
  }

  /// The records that have or carry an object, at most ten.
  public List<Long> recordsOf(long object) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT seq FROM record WHERE object = ?1"
                + " UNION SELECT seq FROM attachment WHERE object = ?1 LIMIT 10")) {
      query.setLong(1, object);
      var found = new ArrayList<Long>();
      try (var row = query.executeQuery()) {
        while (row.next()) {
          found.add(row.getLong(1));
        }
      }
      return found;
    }
  }

  /// Records and attachments whose objects, or whose records, are not there; at most a hundred.
  public List<Dangling> dangling() throws SQLException {
    var found = new ArrayList<Dangling>();
    add(
        found,
        "payload",
        "SELECT r.seq, r.object FROM record r LEFT JOIN object o ON o.id = r.object"
            + " WHERE o.id IS NULL LIMIT "
            + MOST);
    add(
        found,
        "attachment",
        "SELECT a.seq, a.object FROM attachment a LEFT JOIN object o ON o.id = a.object"
            + " WHERE o.id IS NULL LIMIT "
            + MOST);
    add(
        found,
        "record",
        "SELECT a.seq, a.object FROM attachment a LEFT JOIN record r ON r.seq = a.seq"
            + " WHERE r.seq IS NULL LIMIT "
            + MOST);
    add(
        found,
        "stream",
        "SELECT r.seq, r.stream FROM record r LEFT JOIN stream s ON s.id = r.stream"
            + " WHERE s.id IS NULL LIMIT "
            + MOST);
    return found;
  }

  private void add(List<Dangling> found, String what, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      while (row.next()) {
        found.add(new Dangling(what, row.getLong(1), row.getLong(2)));
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    unsealer.close();
  }
}
