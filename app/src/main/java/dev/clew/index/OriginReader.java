package dev.clew.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads which facts have no versions yet.
public final class OriginReader {
  private static final String TIMES =
      """
      SELECT at, seq FROM workspace_change WHERE root IN %1$s
      UNION ALL SELECT at, seq FROM git_commit WHERE root IN %1$s
      UNION ALL SELECT at, 0 FROM first_look WHERE root IN %1$s
      """;

  private final Connection connection;

  OriginReader(Connection connection) {
    this.connection = connection;
  }

  /// The workspaces whose turn is next; empty when nothing is behind.
  public Optional<OriginGroup> next() throws SQLException {
    var root =
        new Sql()
            .add("SELECT root FROM origin_due ORDER BY at, root LIMIT 1")
            .list(connection, row -> row.getLong(1));
    return root.isEmpty() ? Optional.empty() : Optional.of(groupOf(root.getFirst()));
  }

  /// The workspaces of the repository that `root` is a workspace of.
  OriginGroup groupOf(long root) throws SQLException {
    var roots =
        new Sql()
            .add("SELECT id, path FROM path WHERE id = ? OR id IN", root)
            .add("(SELECT root FROM repository WHERE repository =")
            .add("(SELECT repository FROM repository WHERE root = ?)) ORDER BY path", root)
            .list(connection, row -> new OriginGroup.Root(row.getLong(1), row.getString(2)));
    var ids = roots.stream().map(OriginGroup.Root::id).toList();
    var from =
        new Sql()
            .add("SELECT coalesce(min(at), ?) FROM origin_due", Long.MAX_VALUE)
            .add("WHERE root IN " + Sql.in(ids))
            .number(connection);
    return new OriginGroup(roots, from);
  }

  /// The first facts that the group has from its time on; all of any one moment together.
  ///
  /// @param below the number of the first record that is not read
  /// @param limit how many facts, about
  public OriginFacts facts(OriginGroup group, long below, int limit) throws SQLException {
    var end = end(group, below, limit);
    return new OriginFacts(
        group,
        below,
        end,
        looks(group, end),
        new WorkspaceReader(connection).changesBetween(group, end, below),
        new CommitReader(connection).between(group, end, below));
  }

  private List<FirstLook> looks(OriginGroup group, @Nullable Long end) throws SQLException {
    return new Sql()
        .add("SELECT p.path, l.at FROM first_look l JOIN path p ON p.id = l.root")
        .add("WHERE l.root IN " + Sql.in(group.ids()))
        .add("AND l.at >= ? AND l.at < ? ORDER BY 2, 1", group.from(), end(end))
        .list(
            connection,
            row -> new FirstLook(row.getString(1), row.getLong(2), told(row.getString(1))));
  }

  private List<String> told(String root) throws SQLException {
    return new Sql()
        .add("SELECT path FROM path p WHERE path >= ? AND path < ?", root + "/", root + "0")
        .add("AND EXISTS (SELECT 1 FROM version v WHERE v.path = p.id AND v.root IS NULL)")
        .add("ORDER BY path")
        .list(connection, row -> row.getString(1));
  }

  private static long end(@Nullable Long end) {
    return end == null ? Long.MAX_VALUE : end;
  }

  private @Nullable Long end(OriginGroup group, long below, int limit) throws SQLException {
    var times =
        new Sql()
            .add("SELECT at FROM (" + TIMES.formatted(Sql.in(group.ids())))
            .add(") WHERE at >= ? AND seq < ? ORDER BY at LIMIT ?", group.from(), below, limit + 1)
            .list(connection, row -> row.getLong(1));
    if (times.size() <= limit) {
      return null;
    }
    return times.getLast().equals(times.getFirst()) ? times.getLast() + 1 : times.getLast();
  }

  /// Whether a record that the facts do not hold tells one of their time.
  boolean hasMore(OriginFacts facts) throws SQLException {
    return new Sql()
            .add("SELECT EXISTS (SELECT 1 FROM (" + TIMES.formatted(Sql.in(facts.group().ids())))
            .add(") WHERE at >= ? AND at < ?", facts.group().from(), end(facts.end()))
            .add("AND seq >= ?)", facts.below())
            .number(connection)
        > 0;
  }

  /// When the first fact after these was seen.
  Optional<Long> after(OriginFacts facts) throws SQLException {
    return new Sql()
        .add("SELECT min(at) FROM (" + TIMES.formatted(Sql.in(facts.group().ids())))
        .add(") WHERE at >= ?", end(facts.end()))
        .list(connection, row -> Optional.ofNullable(Sql.nullable(row, "min(at)")))
        .getFirst();
  }

  /// The objects, by SHA-256, that versions were made without, because they were not there.
  public List<String> missing() throws SQLException {
    var missing = new ArrayList<String>();
    for (var object :
        new Sql()
            .add("SELECT DISTINCT object FROM origin_missing")
            .list(connection, row -> Optional.ofNullable(Blobs.get(row, "object")))) {
      object.ifPresent(missing::add);
    }
    return missing;
  }

  /// When the workspace around a file was first looked at; empty where none was.
  public Optional<Long> firstLook(String file) throws SQLException {
    Long first = null;
    for (var at = file.indexOf('/', 1); at > 0; at = file.indexOf('/', at + 1)) {
      var look =
          new Sql()
              .add("SELECT l.at FROM first_look l JOIN path p ON p.id = l.root")
              .add("WHERE p.path = ?", file.substring(0, at))
              .list(connection, row -> row.getLong(1));
      if (!look.isEmpty() && (first == null || look.getFirst() < first)) {
        first = look.getFirst();
      }
    }
    return Optional.ofNullable(first);
  }

  /// What the workspace looked like when it was first seen.
  ///
  /// @return the snapshot's name; empty when none was
  public Optional<String> firstTree(String root) throws SQLException {
    return new Sql()
            .add(
                "SELECT s.tree FROM snapshot s JOIN path p ON p.id = s.root WHERE p.path = ?", root)
            .add("ORDER BY s.at, s.position, s.record, s.ordinal LIMIT 1")
            .list(connection, row -> row.getString(1))
            .stream()
            .findFirst();
  }

  /// The names of a commit's parents; none when the commit is not known.
  public List<String> parents(String commit) throws SQLException {
    return new Sql()
            .add("SELECT parents FROM git_commit WHERE id = ? LIMIT 1", commit)
            .list(connection, row -> row.getString(1))
            .stream()
            .filter(text -> !text.isEmpty())
            .flatMap(text -> List.of(text.split(" ", -1)).stream())
            .toList();
  }

  static String between(OriginGroup group, String table) {
    return "WHERE %1$s.root IN %2$s AND %1$s.at >= ? AND %1$s.at < ?"
            .formatted(table, Sql.in(group.ids()))
        + " AND "
        + table
        + ".seq < ? ";
  }
}
