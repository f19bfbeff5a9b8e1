package dev.clew.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds the steps whose agents tell what they did to a file.
public final class ToldReader {
  private static final String RENAME = "rename";
  private static final String DELETE = "delete";

  private static final Comparator<ToldStep> ORDER =
      Comparator.comparingLong(ToldStep::at)
          .thenComparingLong(ToldStep::position)
          .thenComparing(ToldStep::record)
          .thenComparingLong(ToldStep::step);

  private static final String STEPS =
      """
      SELECT t.id, t.kind, t.title, s.id AS session_id, s.cwd, t.answer_rank,
        (SELECT group_concat(seq, ' ') FROM evidence WHERE step = t.id) AS seqs
      FROM step t JOIN session s ON s.ref = t.session
      """;

  private static final String ANSWERED = " AND t.answer_rank <> ''";

  private final Connection connection;

  ToldReader(Connection connection) {
    this.connection = connection;
  }

  /// Steps that tell of files and have not been replayed, at most so many.
  public List<Long> due(int most) throws SQLException {
    return new Sql()
        .add("SELECT step FROM told_due ORDER BY step LIMIT ?", most)
        .list(connection, row -> row.getLong(1));
  }

  /// The stamp of the step that became due last; 0 when none is due.
  public long stamp() throws SQLException {
    return new Sql().add("SELECT coalesce(max(stamp), 0) FROM told_due").number(connection);
  }

  /// The files that a step names, and those that it made versions of, absolute.
  public Set<String> files(long step) throws SQLException {
    var files = files(step, "");
    files.addAll(
        new Sql()
            .add("SELECT DISTINCT p.path FROM version v JOIN path p ON p.id = v.path")
            .add("WHERE v.root IS NULL AND v.step = ?", step)
            .list(connection, row -> row.getString(1)));
    return files;
  }

  private Set<String> files(long step, String which) throws SQLException {
    return new TreeSet<>(
        new Sql()
            .add("SELECT p.path, s.cwd FROM change c JOIN path p ON p.id = c.path")
            .add("JOIN step t ON t.id = c.step JOIN session s ON s.ref = t.session")
            .add("WHERE c.step = ? " + which, step)
            .list(
                connection,
                row -> {
                  var path = row.getString(1);
                  var cwd = row.getString(2);
                  return isRelative(path) && cwd != null ? cwd + "/" + path : path;
                }));
  }

  private static boolean isRelative(String path) {
    return !path.startsWith("/") && !(path.length() > 1 && path.charAt(1) == ':');
  }

  /// These files and those that they were moved from or to, by any number of moves.
  public Set<String> moved(Collection<String> files) throws SQLException {
    var all = new TreeSet<>(files);
    var next = List.copyOf(files);
    while (!next.isEmpty()) {
      var found = new TreeSet<String>();
      for (var file : next) {
        for (var step : movers(file)) {
          found.addAll(files(step, "AND c.op IN ('rename', 'delete')"));
        }
      }
      found.removeAll(all);
      all.addAll(found);
      next = List.copyOf(found);
    }
    return all;
  }

  private List<Long> movers(String file) throws SQLException {
    var movers = new ArrayList<Long>();
    for (var step : named(file, List.of(RENAME, DELETE))) {
      var moves =
          new Sql()
              .add("SELECT EXISTS (SELECT 1 FROM change WHERE step = ? AND op = 'rename')", step)
              .number(connection);
      if (moves > 0) {
        movers.add(step);
      }
    }
    return movers;
  }

  /// The steps that name a file; with one of these operations, or any where the list is empty.
  private Set<Long> named(String file, List<String> ops) throws SQLException {
    var names = new ArrayList<Object>(List.of(file));
    for (var at = file.indexOf('/'); at >= 0; at = file.indexOf('/', at + 1)) {
      if (at > 0 && at < file.length() - 1) {
        names.add(file.substring(at + 1));
      }
    }
    var query =
        new Sql()
            .add("SELECT DISTINCT c.step FROM path p JOIN change c ON c.path = p.id")
            .add("JOIN step t ON t.id = c.step JOIN session s ON s.ref = t.session")
            .add("WHERE p.path IN (?" + ",?".repeat(names.size() - 1) + ")", names.toArray())
            .add("AND (p.path = ? OR s.cwd || '/' || p.path = ?)", file, file);
    if (!ops.isEmpty()) {
      query.add("AND c.op IN ('" + String.join("','", ops) + "')");
    }
    return new HashSet<>(query.list(connection, row -> row.getLong(1)));
  }

  /// The steps that did something to one of these files and did not fail, in the order of their
  /// answers.
  public List<ToldStep> steps(Collection<String> files) throws SQLException {
    var ids = new TreeSet<Long>();
    for (var file : files) {
      ids.addAll(named(file, List.of()));
    }
    var steps =
        new ArrayList<>(
            new Sql()
                .add(STEPS + "WHERE t.status = 'ok' AND t.id IN " + Sql.in(List.copyOf(ids)))
                .add(ANSWERED)
                .list(connection, ToldReader::step));
    steps.sort(ORDER);
    return steps;
  }

  /// The commands, calls of MCP servers and sub-agents of the traces of these sessions that were
  /// answered after one moment and began before another, in order.
  ///
  /// @param sessions the sessions' ids
  /// @param name what a command's first line must hold; empty for any
  public List<ToldStep> beside(Collection<String> sessions, long since, long until, String name)
      throws SQLException {
    var query =
        new Sql()
            .add(STEPS + "WHERE t.kind IN ('bash_command', 'mcp_call', 'subagent')")
            .add(
                "AND t.session IN (SELECT o.ref FROM session n JOIN session o ON o.trace = n.trace")
            .add("WHERE n.id IN (" + quoted(sessions) + "))")
            .add("AND coalesce(t.ended, t.started) >= ? AND t.started <= ?", since, until);
    if (!name.isEmpty()) {
      query.add("AND t.kind = 'bash_command' AND instr(t.title, ?) > 0", name);
    }
    var steps = new ArrayList<>(query.list(connection, ToldReader::step));
    steps.sort(ORDER);
    return steps;
  }

  private static String quoted(Collection<String> ids) {
    var list = new StringBuilder();
    for (var id : ids) {
      list.append(list.isEmpty() ? "'" : ",'").append(id.replace("'", "''")).append('\'');
    }
    return list.toString();
  }

  /// Whether a harness saw, after one moment and before another, that somebody else had changed the
  /// file.
  public boolean changedOutside(String file, long since, long until) throws SQLException {
    return new Sql()
            .add("SELECT EXISTS (SELECT 1 FROM changed_outside c JOIN path p ON p.id = c.path")
            .add("WHERE p.path = ? AND c.at >= ? AND c.at <= ?)", file, since, until)
            .number(connection)
        > 0;
  }

  private static ToldStep step(ResultSet row) throws SQLException {
    var text = row.getString("answer_rank");
    var rank = text == null || text.isEmpty() ? new Rank(Rank.NO_TIME, 0, "") : Rank.parse(text);
    var seqs = row.getString("seqs");
    return new ToldStep(
        row.getLong("id"),
        row.getString("kind"),
        row.getString("title"),
        row.getString("session_id"),
        row.getString("cwd"),
        rank.at() == Rank.NO_TIME ? 0 : rank.at(),
        rank.position(),
        rank.record(),
        seqs == null
            ? List.of()
            : Arrays.stream(seqs.split(" ", -1)).map(Long::valueOf).sorted().toList());
  }
}
