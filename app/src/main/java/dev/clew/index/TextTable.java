package dev.clew.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;

/// The full-text index: for each text its terms in `text`, and in `told` where it comes from.
///
/// `text` keeps no text and no places in it: an answer is checked against the record itself. So a
/// deletion needs the terms again, and takes them out of the file (`secure-delete`).
final class TextTable {
  private final Connection connection;
  private final PreparedStatement addTerms;
  private final PreparedStatement addTold;
  private final PreparedStatement findTold;
  private final PreparedStatement dropTerms;
  private final PreparedStatement dropTold;
  private long nextDoc;

  TextTable(Connection connection) throws SQLException {
    this.connection = connection;
    addTerms = connection.prepareStatement("INSERT INTO text (rowid, terms) VALUES (?,?)");
    addTold = connection.prepareStatement("INSERT INTO told VALUES (?,?,?,?,?)");
    findTold = connection.prepareStatement("SELECT doc FROM told WHERE seq = ? ORDER BY doc");
    dropTerms =
        connection.prepareStatement(
            "INSERT INTO text (text, rowid, terms) VALUES ('delete', ?, ?)");
    dropTold = connection.prepareStatement("DELETE FROM told WHERE doc = ?");
    nextDoc = new Sql().add("SELECT coalesce(max(doc) + 1, 1) FROM told").number(connection);
  }

  void add(RecordTerms record) throws SQLException {
    for (var text : record.texts()) {
      addTerms.setLong(1, nextDoc);
      addTerms.setString(2, String.join(" ", text.terms()));
      addTerms.executeUpdate();
      addTold.setLong(1, nextDoc);
      addTold.setLong(2, record.seq());
      addTold.setInt(3, text.kind().code());
      addTold.setLong(4, text.span());
      addTold.setLong(5, text.at() == null ? 0 : text.at());
      addTold.executeUpdate();
      nextDoc++;
    }
  }

  /// Takes a record out, bytes and all.
  ///
  /// @param record the same terms that were added
  void remove(RecordTerms record) throws SQLException {
    findTold.setLong(1, record.seq());
    var docs = new ArrayList<Long>();
    try (var rows = findTold.executeQuery()) {
      while (rows.next()) {
        docs.add(rows.getLong(1));
      }
    }
    if (docs.size() != record.texts().size()) {
      throw new IllegalArgumentException(
          "record %d: %d texts, expected %d"
              .formatted(record.seq(), record.texts().size(), docs.size()));
    }
    for (var i = 0; i < docs.size(); i++) {
      dropTerms.setLong(1, docs.get(i));
      dropTerms.setString(2, String.join(" ", record.texts().get(i).terms()));
      dropTerms.executeUpdate();
      dropTold.setLong(1, docs.get(i));
      dropTold.executeUpdate();
    }
  }

  /// Merges some of what was added in many steps, at most `pages` pages; whether there is more.
  boolean merge(int pages) throws SQLException {
    var before = changes();
    try (var merge =
        connection.prepareStatement("INSERT INTO text (text, rank) VALUES ('merge', ?)")) {
      merge.setInt(1, pages);
      merge.executeUpdate();
    }
    return changes() - before >= 2; // fewer: nothing was left to merge (SQLite, FTS5, 'merge')
  }

  private long changes() throws SQLException {
    return new Sql().add("SELECT total_changes()").number(connection);
  }
}
