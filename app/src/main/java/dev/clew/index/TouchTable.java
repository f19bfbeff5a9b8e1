package dev.clew.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows of `touch`, which say who changed which file, and of `overlap`: the files that several
/// have changed, or that were written from a version that was no longer there.
///
/// A step's rows follow from its own, its session's, and what was seen of it: whatever changes one
/// of these makes them anew, with the batch. A person's are added as they come.
final class TouchTable {
  /// The session of what a person changed.
  static final long PERSON = 0;

  /// The time of what nobody has told the time of.
  static final long NO_TIME = Long.MIN_VALUE;

  private static final int AT_ONCE = 500;

  /// What steps changed: what was seen in a workspace, else what their agent tells; a path that the
  /// agent names from its own folder has that folder in `below`.
  private static final String NOW =
      """
      SELECT w.step, w.path, NULL AS below, NULL AS name, t.session, coalesce(w.at, t.started) AS at
      FROM workspace_change w JOIN step t ON t.id = w.step
      WHERE w.origin IN ('agent', 'human') AND w.step IN %%1$s
      UNION ALL
      SELECT c.step, c.path, CASE WHEN substr(p.path, 1, 1) <> '/' THEN s.cwd END, p.path,
        t.session, t.started
      FROM change c JOIN step t ON t.id = c.step AND c.source = t.file_source AND t.status = 'ok'
        JOIN session s ON s.ref = t.session JOIN path p ON p.id = c.path
      WHERE c.op <> 'read' AND c.step IN %%1$s AND NOT %s
      """
          .formatted(StepReader.SEEN);

  /// Files, when they were changed last, whether they are to be listed, and the time by which they
  /// are; the first one's party is held against the others'.
  private static final String FILES =
      """
      SELECT f.id, (SELECT max(at) FROM touch WHERE path = f.id) AS at,
        EXISTS (SELECT 1 FROM stale_write WHERE path = f.id)
        OR EXISTS (SELECT 1
          FROM (SELECT s.trace FROM touch u LEFT JOIN session s ON s.ref = u.session
            WHERE u.path = f.id ORDER BY u.at, u.step LIMIT 1) e
          JOIN touch u LEFT JOIN session s ON s.ref = u.session
          WHERE u.path = f.id AND s.trace IS NOT e.trace) AS listed,
        o.at AS listed_at
      FROM path f LEFT JOIN overlap o ON o.path = f.id
      WHERE f.id IN
      """;

  private final Connection connection;
  private final PathTable paths;
  private final PreparedStatement add;
  private final PreparedStatement drop;
  private final PreparedStatement list;
  private final PreparedStatement unlist;
  private final Set<Long> steps = new LinkedHashSet<>();
  private final Set<Long> files = new LinkedHashSet<>();
  private final Set<Long> moved = new LinkedHashSet<>();

  private record Row(long path, long at, long step, long session) {
    boolean isUntimed() {
      return at == NO_TIME;
    }
  }

  TouchTable(Connection connection, PathTable paths) throws SQLException {
    this.connection = connection;
    this.paths = paths;
    add = connection.prepareStatement("REPLACE INTO touch VALUES (?,?,?,?)");
    drop = connection.prepareStatement("DELETE FROM touch WHERE path = ? AND at = ? AND step = ?");
    list = connection.prepareStatement("REPLACE INTO overlap VALUES (?,?)");
    unlist = connection.prepareStatement("DELETE FROM overlap WHERE path = ?");
  }

  /// What a step changed, or its home, may be told anew.
  void due(long step) {
    steps.add(step);
  }

  /// A session has another folder.
  void moved(long session) {
    moved.add(session);
  }

  /// A file was written from a version that was no longer there.
  void changed(long path) {
    files.add(path);
  }

  /// A person changed a file.
  void byPerson(long path, @Nullable Long at) throws SQLException {
    add(new Row(path, at == null ? NO_TIME : at, 0, PERSON));
  }

  /// Writes what was noted: after the steps and what was seen of them have been written.
  void flush() throws SQLException {
    if (!moved.isEmpty()) {
      steps.addAll(
          new Sql()
              .add("SELECT DISTINCT t.id FROM step t JOIN change c ON c.step = t.id")
              .add("JOIN path p ON p.id = c.path WHERE substr(p.path, 1, 1) <> '/'")
              .add("AND t.session IN " + Sql.in(List.copyOf(moved)))
              .list(connection, row -> row.getLong(1)));
      moved.clear();
    }
    for (var some : parts(steps)) {
      tell(Sql.in(some));
    }
    steps.clear();
    for (var some : parts(files)) {
      list(Sql.in(some));
    }
    files.clear();
  }

  private static List<List<Long>> parts(Collection<Long> numbers) {
    var all = List.copyOf(numbers);
    var parts = new ArrayList<List<Long>>();
    for (var from = 0; from < all.size(); from += AT_ONCE) {
      parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
    }
    return parts;
  }

  private void tell(String which) throws SQLException {
    var now = now(which);
    for (var row : before(which)) {
      if (!now.remove(row)) {
        drop.setLong(1, row.path);
        drop.setLong(2, row.at);
        drop.setLong(3, row.step);
        drop.executeUpdate();
        files.add(row.path);
      }
    }
    for (var row : now) {
      add(row);
    }
  }

  private List<Row> before(String which) throws SQLException {
    return new Sql()
        .add("SELECT path, at, step, session FROM touch WHERE session <> 0 AND step IN " + which)
        .list(
            connection,
            row -> new Row(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
  }

  private Set<Row> now(String which) throws SQLException {
    var rows =
        new LinkedHashSet<>(
            new Sql()
                .add(NOW.formatted(which))
                .list(
                    connection,
                    row -> {
                      var at = Sql.nullable(row, "at");
                      return new Row(
                          path(row),
                          at == null ? NO_TIME : at,
                          row.getLong("step"),
                          row.getLong("session"));
                    }));
    var untimed = rows.stream().filter(Row::isUntimed).toList();
    for (var each : untimed) {
      if (rows.stream()
          .anyMatch(row -> row.step == each.step && row.path == each.path && !row.isUntimed())) {
        rows.remove(each);
      }
    }
    return rows;
  }

  /// The number of the file as it is on disk.
  private long path(ResultSet row) throws SQLException {
    var below = row.getString("below");
    return below == null ? row.getLong("path") : paths.id(below + "/" + row.getString("name"));
  }

  private void add(Row row) throws SQLException {
    add.setLong(1, row.path);
    add.setLong(2, row.at);
    add.setLong(3, row.step);
    add.setLong(4, row.session);
    add.executeUpdate();
    files.add(row.path);
  }

  private record File(long path, @Nullable Long at, boolean listed, @Nullable Long listedAt) {}

  private void list(String which) throws SQLException {
    var found =
        new Sql()
            .add(FILES + which)
            .list(
                connection,
                row ->
                    new File(
                        row.getLong("id"),
                        Sql.nullable(row, "at"),
                        row.getBoolean("listed"),
                        Sql.nullable(row, "listed_at")));
    for (var file : found) {
      var at = file.at;
      if (at == null || !file.listed) {
        if (file.listedAt != null) {
          unlist.setLong(1, file.path);
          unlist.executeUpdate();
        }
      } else if (!at.equals(file.listedAt)) {
        list.setLong(1, file.path);
        list.setLong(2, at);
        list.executeUpdate();
      }
    }
  }
}
