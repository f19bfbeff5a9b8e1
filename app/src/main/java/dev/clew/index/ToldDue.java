package dev.clew.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rows of `told_due`: steps whose agents tell of files, to be replayed (anew).
///
/// Whatever a replay depends on makes due what was replayed from it: a step that is told more of,
/// or has another home or folder; a command that came late and may have written a file; a note that
/// somebody else did. So versions do not depend on the order of arrival.
final class ToldDue {
  private final Connection connection;
  private final PreparedStatement due;
  private final Map<Long, Long> ran = new HashMap<>();
  private final Map<Long, Long> outside = new HashMap<>();
  private final List<Long> moved = new ArrayList<>();
  private long stamp;

  ToldDue(Connection connection) throws SQLException {
    this.connection = connection;
    due =
        connection.prepareStatement(
            "INSERT INTO told_due SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM change WHERE step = ?1)"
                + " ON CONFLICT (step) DO UPDATE SET stamp = excluded.stamp");
    stamp = new Sql().add("SELECT coalesce(max(stamp), 0) FROM told_due").number(connection);
  }

  /// A step is due, if it names files.
  void add(long step) throws SQLException {
    due.setLong(1, step);
    due.setLong(2, ++stamp);
    due.executeUpdate();
  }

  /// The steps that a query gives are due.
  void add(Sql query) throws SQLException {
    for (var step : query.list(connection, row -> row.getLong(1))) {
      add(step);
    }
  }

  /// A step ran that may have written files without naming them.
  void ran(StepState state) {
    var kind = state.kind;
    var at = state.started;
    if (kind != null
        && at != null
        && (kind.equals("bash_command") || kind.equals("mcp_call") || kind.equals("subagent"))) {
      ran.merge(state.session, at, Math::min);
    }
  }

  /// A session has another folder.
  void moved(long session) {
    moved.add(session);
  }

  /// Somebody else was seen to have changed a file.
  void changedOutside(long path, long at) {
    outside.merge(path, at, Math::min);
  }

  /// Writes what was noted: after the steps have been written.
  void flush() throws SQLException {
    for (var session : moved) {
      add(
          new Sql()
              .add("SELECT DISTINCT t.id FROM step t JOIN change c ON c.step = t.id")
              .add("JOIN path p ON p.id = c.path")
              .add("WHERE t.session = ? AND substr(p.path, 1, 1) <> '/'", session));
    }
    moved.clear();
    for (var each : ran.entrySet()) {
      add(
          new Sql()
              .add("SELECT DISTINCT v.step FROM session n JOIN session o ON o.trace = n.trace")
              .add("JOIN step t ON t.session = o.ref JOIN change c ON c.step = t.id")
              .add("JOIN version v ON v.path = c.path AND v.root IS NULL AND v.kind <> 'told'")
              .add("WHERE n.ref = ? AND v.at >= ?", each.getKey(), each.getValue()));
    }
    ran.clear();
    for (var each : outside.entrySet()) {
      add(
          new Sql()
              .add("SELECT DISTINCT step FROM version WHERE root IS NULL AND kind <> 'told'")
              .add("AND path = ? AND at >= ?", each.getKey(), each.getValue()));
    }
    outside.clear();
  }
}
