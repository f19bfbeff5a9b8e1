package dev.clew.index;

import dev.clew.event.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// The rows of `permission`: one for each time it was checked whether the agent may do something.
final class PermissionTable {
  private final PreparedStatement add;

  PermissionTable(Connection connection) throws SQLException {
    add =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO permission VALUES (?,?,?,?,?,?,?,?,?,?,?)");
  }

  void add(long seq, long session, Event.PermissionChecked event) throws SQLException {
    var check = event.check();
    var at = event.header().at();
    var step = event.step();
    add.setLong(1, seq);
    add.setInt(2, event.header().ordinal());
    add.setLong(3, session);
    SessionTable.setLong(add, 4, step == null ? null : Long.valueOf(step.bits()));
    add.setLong(5, at == null ? 0 : at.toEpochMilli());
    add.setString(6, check.asked());
    add.setString(7, check.about());
    add.setString(8, check.mode());
    add.setString(9, check.result());
    add.setString(10, check.source());
    add.setString(11, check.reason());
    add.executeUpdate();
  }
}
