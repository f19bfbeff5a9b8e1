package dev.clew.content;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/// Destroys payloads and objects within the writer's transaction, so that all of it happens or
/// nothing does.
///
/// A record that is erased keeps its row: its id stays known, so that no import brings it back, and
/// its ledger entry stays provable. What its bytes could be guessed from goes with them: the key,
/// the address (a plain hash) and the salt of its commitments. It points to object 0 from then on,
/// which stands for what was destroyed. An object that any other record still has stays, and so
/// does the note that the erased record carried it: that is how it is found when nobody has it any
/// more.
public final class Eraser {
  /// The object that erased records point to.
  static final long GONE = 0;

  private static final String STILL_USED =
      """
      DELETE FROM temp.doomed WHERE id IN (
        SELECT r.object FROM record r JOIN temp.doomed d ON d.id = r.object
        WHERE r.seq NOT IN (SELECT seq FROM temp.gone)
        UNION
        SELECT a.object FROM attachment a JOIN temp.doomed d ON d.id = a.object
        JOIN record r ON r.seq = a.seq
        WHERE r.object <> 0 AND a.seq NOT IN (SELECT seq FROM temp.gone))
      """;

  private final Connection connection;

  Eraser(Connection connection) {
    this.connection = connection;
  }

  /// What would be destroyed: counted, and nothing changed.
  public Erased count(BitSet records, Collection<byte[]> objects, Predicate<byte[]> kept)
      throws SQLException {
    gather(records, objects, kept);
    var counted = counted();
    clear();
    return counted;
  }

  /// Destroys the payloads of the records with these numbers, what they carry, and these objects
  /// wherever they are carried.
  ///
  /// @param kept whether the object with this SHA-256 is still reached in another way
  public Erased erase(BitSet records, Collection<byte[]> objects, Predicate<byte[]> kept)
      throws SQLException {
    gather(records, objects, kept);
    var counted = counted();
    update(
        "INSERT OR IGNORE INTO tombstone SELECT r.source FROM record r"
            + " WHERE r.seq IN (SELECT seq FROM temp.gone)");
    update(
        "INSERT OR IGNORE INTO object (id, sha256, size, dictionary, key_salt, data)"
            + " VALUES (0, zeroblob(32), 0, 0, NULL, x'')");
    update(
        "UPDATE record SET object = 0, salt = zeroblob(16)"
            + " WHERE seq IN (SELECT seq FROM temp.gone)");
    update("DELETE FROM attachment WHERE object IN (SELECT id FROM temp.doomed)");
    update("DELETE FROM object WHERE id IN (SELECT id FROM temp.doomed)");
    clear();
    return counted;
  }

  /// Destroys the objects that no record which is kept has, unless they are still reached.
  ///
  /// @param onlyCount whether to count them, and destroy nothing
  public Erased collect(Predicate<byte[]> kept, boolean onlyCount) throws SQLException {
    gather(new BitSet(), List.of(), kept);
    update("INSERT INTO temp.doomed SELECT id FROM object WHERE id <> 0");
    update("DELETE FROM temp.doomed WHERE id IN (SELECT object FROM record)");
    update(
        "DELETE FROM temp.doomed WHERE id IN (SELECT a.object FROM attachment a"
            + " JOIN record r ON r.seq = a.seq WHERE r.object <> 0)");
    spare(kept);
    var counted = counted();
    if (!onlyCount) {
      update("DELETE FROM attachment WHERE object IN (SELECT id FROM temp.doomed)");
      update("DELETE FROM object WHERE id IN (SELECT id FROM temp.doomed)");
    }
    clear();
    return counted;
  }

  private void gather(BitSet records, Collection<byte[]> objects, Predicate<byte[]> kept)
      throws SQLException {
    update("CREATE TEMP TABLE IF NOT EXISTS gone (seq INTEGER PRIMARY KEY)");
    update("CREATE TEMP TABLE IF NOT EXISTS doomed (id INTEGER PRIMARY KEY)");
    clear();
    try (var add = connection.prepareStatement("INSERT INTO temp.gone VALUES (?)")) {
      for (var seq = records.nextSetBit(0); seq >= 0; seq = records.nextSetBit(seq + 1)) {
        add.setLong(1, seq);
        add.executeUpdate();
      }
    }
    // What has been erased before, or never was there, is not counted again.
    update("DELETE FROM temp.gone WHERE seq NOT IN (SELECT seq FROM record WHERE object <> 0)");
    update(
        "INSERT OR IGNORE INTO temp.doomed SELECT object FROM record"
            + " WHERE seq IN (SELECT seq FROM temp.gone)");
    update(
        "INSERT OR IGNORE INTO temp.doomed SELECT object FROM attachment"
            + " WHERE seq IN (SELECT seq FROM temp.gone)");
    update(STILL_USED);
    spare(kept);
    try (var add =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO temp.doomed SELECT id FROM object WHERE sha256 = ?")) {
      for (var object : objects) {
        add.setBytes(1, object);
        add.executeUpdate();
      }
    }
    update("DELETE FROM temp.doomed WHERE id = 0");
  }

  private void spare(Predicate<byte[]> kept) throws SQLException {
    try (var all =
            connection.prepareStatement(
                "SELECT o.id, o.sha256 FROM object o WHERE o.id IN (SELECT id FROM temp.doomed)");
        var remove = connection.prepareStatement("DELETE FROM temp.doomed WHERE id = ?");
        var rows = all.executeQuery()) {
      while (rows.next()) {
        if (kept.test(rows.getBytes(2))) {
          remove.setLong(1, rows.getLong(1));
          remove.executeUpdate();
        }
      }
    }
  }

  private Erased counted() throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT (SELECT count(*) FROM temp.gone), count(*),"
                    + " coalesce(sum(length(data)), 0) FROM object"
                    + " WHERE id IN (SELECT id FROM temp.doomed)")) {
      row.next();
      return new Erased(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }

  private void clear() throws SQLException {
    update("DELETE FROM temp.gone");
    update("DELETE FROM temp.doomed");
  }

  private void update(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
