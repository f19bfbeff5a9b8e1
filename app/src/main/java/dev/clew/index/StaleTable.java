package dev.clew.index;

import dev.clew.event.Event;
import dev.clew.event.SpanId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/// The rows of `stale_write`: one for each event, nothing is merged. Whoever follows the session
/// whose work was overwritten hears of it, too.
final class StaleTable {
  private static final int COLUMNS = 21;

  private final PreparedStatement insert;
  private final PreparedStatement touch;
  private final PathTable paths;
  private final TouchTable touches;

  StaleTable(Connection connection, PathTable paths, TouchTable touches) throws SQLException {
    this.paths = paths;
    this.touches = touches;
    touch =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO dirty SELECT ref FROM session WHERE id = ?");
    insert = WorkspaceTable.insert(connection, "stale_write", COLUMNS);
  }

  void add(long session, long seq, Event.WroteStale event) throws SQLException {
    var write = event.write();
    WorkspaceTable.head(insert, seq, event, session, event.step());
    insert.setLong(8, paths.id(write.root()));
    var path = paths.id(write.root() + "/" + write.path());
    insert.setLong(9, path);
    touches.changed(path);
    insert.setString(10, write.how().wire());
    insert.setString(11, Versions.text(write.read()));
    span(12, write.readStep());
    insert.setLong(13, write.readAt().toEpochMilli());
    insert.setString(14, Versions.text(write.found()));
    insert.setString(15, Versions.text(write.left()));
    insert.setString(16, write.by().wire());
    var by = write.bySession();
    insert.setString(17, by == null ? null : by.id());
    span(18, write.byStep());
    insert.setLong(19, write.byAt().toEpochMilli());
    number(20, write.lost());
    number(21, write.restored());
    insert.executeUpdate();
    if (by != null) {
      touch.setString(1, by.id());
      touch.executeUpdate();
    }
  }

  private void span(int column, @Nullable SpanId span) throws SQLException {
    if (span == null) {
      insert.setNull(column, Types.INTEGER);
    } else {
      insert.setLong(column, span.bits());
    }
  }

  private void number(int column, @Nullable Integer value) throws SQLException {
    if (value == null) {
      insert.setNull(column, Types.INTEGER);
    } else {
      insert.setInt(column, value);
    }
  }
}
