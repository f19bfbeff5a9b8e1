package dev.clew.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// The rows of `cause`: each cause once, whatever has it.
final class CauseTable {
  private final PreparedStatement add;

  CauseTable(Connection connection) throws SQLException {
    add =
        connection.prepareStatement("INSERT OR IGNORE INTO cause VALUES (?,?,?,?,?,?,?,?,?,?,?,?)");
  }

  void add(CauseRow row) throws SQLException {
    add.setLong(1, row.id());
    add.setString(2, row.origin().wire());
    add.setString(3, row.confidence().wire());
    add.setString(4, row.session());
    SessionTable.setLong(add, 5, row.step());
    SessionTable.setLong(add, 6, row.at());
    add.setString(7, String.join(" ", row.evidence()));
    add.setString(8, CauseRow.words(row.candidates()));
    add.setString(9, row.commit());
    SessionTable.setLong(add, 10, row.base());
    add.setString(11, row.note());
    SessionTable.setLong(add, 12, row.noteStep());
    add.executeUpdate();
  }
}
