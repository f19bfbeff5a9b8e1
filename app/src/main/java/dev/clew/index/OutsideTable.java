package dev.clew.index;

import dev.clew.event.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// The rows of `changed_outside`: files that an agent's harness saw changed by somebody else.
final class OutsideTable {
  private final PreparedStatement add;
  private final PathTable paths;
  private final ToldDue told;

  OutsideTable(Connection connection, PathTable paths, ToldDue told) throws SQLException {
    this.told = told;
    this.paths = paths;
    add = connection.prepareStatement("INSERT OR IGNORE INTO changed_outside VALUES (?,?,?,?,?)");
  }

  void add(long session, long seq, Event.FileChangedOutside event) throws SQLException {
    var header = event.header();
    var at = header.at();
    add.setLong(1, seq);
    add.setInt(2, header.ordinal());
    add.setLong(3, session);
    add.setLong(4, at == null ? 0 : at.toEpochMilli());
    add.setLong(5, paths.id(event.path()));
    add.executeUpdate();
    told.changedOutside(paths.id(event.path()), at == null ? 0 : at.toEpochMilli());
  }
}
