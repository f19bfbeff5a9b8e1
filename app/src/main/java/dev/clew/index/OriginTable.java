package dev.clew.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of `origin_due` and `repository`: from when on the versions of a workspace have to be
/// made (anew), and which workspaces are of one repository.
///
/// A fact makes its workspace due from its own time on, whenever it comes: so a fact that comes
/// late has everything after it made anew, and the versions do not depend on the order of arrival.
final class OriginTable {
  private static final int DROPPED = 2048;

  private final Connection connection;
  private final OriginReader reader;
  private final VersionTable versions;
  private final CauseTable causes;
  private final ToldTable tolds;
  private final PreparedStatement due;
  private final Map<Long, Long> dueFrom = new HashMap<>();
  private final Map<Long, Told> told = new HashMap<>();

  /// Which repository a look said that its workspace is of; the earliest look counts.
  private record Told(long repository, long at) {}

  OriginTable(Connection connection, PathTable paths, ToldDue toldDue) throws SQLException {
    this.connection = connection;
    reader = new OriginReader(connection);
    versions = new VersionTable(connection, paths);
    causes = new CauseTable(connection);
    tolds = new ToldTable(connection, paths, versions, causes, toldDue);
    due =
        connection.prepareStatement(
            "INSERT INTO origin_due VALUES (?,?)"
                + " ON CONFLICT (root) DO UPDATE SET at = min(at, excluded.at)");
  }

  /// Something was seen in a workspace.
  void seen(long root, @Nullable Long at) {
    dueFrom.merge(root, at == null ? 0 : at, Math::min);
  }

  /// A look said which repository its workspace is of.
  void isOf(long root, long repository, @Nullable Long at) {
    told.merge(
        root,
        new Told(repository, at == null ? 0 : at),
        (one, other) -> first(one, other) ? one : other);
  }

  /// A workspace was looked at.
  void looked(long root, @Nullable Long at) {
    tolds.looked(root, at == null ? 0 : at);
  }

  /// Another tool says whose lines this content has in a workspace: the versions that have it are
  /// made anew, and so are those under way.
  void claimed(long root, String blob) throws SQLException {
    var roots = Sql.in(reader.groupOf(root).ids());
    new Sql()
        .add("SELECT min(at) AS at FROM (SELECT min(at) AS at FROM version")
        .add("WHERE blob = ? AND root IN " + roots, Blobs.value(blob))
        .add("UNION ALL SELECT min(at) - 1 FROM origin_due WHERE root IN " + roots + ")")
        .list(connection, row -> Optional.ofNullable(Sql.nullable(row, "at")))
        .getFirst()
        .ifPresent(at -> seen(root, at));
  }

  private static boolean first(Told one, Told other) {
    return one.at != other.at ? one.at < other.at : one.repository <= other.repository;
  }

  /// Writes what was noted.
  void flush() throws SQLException {
    tolds.flush();
    for (var each : told.entrySet()) {
      merge(each.getKey(), each.getValue());
    }
    told.clear();
    for (var each : dueFrom.entrySet()) {
      due(each.getKey(), each.getValue());
    }
    dueFrom.clear();
  }

  private void due(long root, long at) throws SQLException {
    due.setLong(1, root);
    due.setLong(2, at);
    due.executeUpdate();
  }

  private void merge(long root, Told now) throws SQLException {
    var known =
        new Sql()
            .add("SELECT repository, at FROM repository WHERE root = ?", root)
            .list(connection, row -> new Told(row.getLong(1), row.getLong(2)));
    if (!known.isEmpty() && first(known.getFirst(), now)) {
      return;
    }
    var from =
        new Sql()
            .add("SELECT min(at) FROM (SELECT coalesce(min(at), 0) AS at FROM workspace_change")
            .add("WHERE root = ? UNION ALL SELECT ?)", root, now.at)
            .number(connection);
    if (known.isEmpty() || known.getFirst().repository != now.repository) {
      for (var left : reader.groupOf(root).ids()) {
        due(left, from); // the group that it leaves
      }
    }
    try (var put = connection.prepareStatement("REPLACE INTO repository VALUES (?,?,?)")) {
      put.setLong(1, root);
      put.setLong(2, now.repository);
      put.setLong(3, now.at);
      put.executeUpdate();
    }
  }

  /// What transcripts tell.
  ToldTable told() {
    return tolds;
  }

  /// Whether anything is due.
  boolean isBehind() throws SQLException {
    return new VersionReader(connection).behind();
  }

  /// Whether versions were made without objects that may come yet.
  boolean isMissing() throws SQLException {
    return new Sql().add("SELECT EXISTS (SELECT 1 FROM origin_missing)").number(connection) > 0;
  }

  /// Takes versions out that will be made anew, the newest first; whether there are more.
  boolean drop(OriginGroup group) throws SQLException {
    var roots = Sql.in(group.ids());
    if (!isStill(group)) {
      return false;
    }
    var dropped =
        change(
            "DELETE FROM version WHERE id IN (SELECT id FROM version WHERE root IN "
                + roots
                + " AND at >= ? ORDER BY at DESC, id DESC LIMIT "
                + DROPPED
                + ")",
            group.from());
    var links =
        change("DELETE FROM commit_version WHERE root IN " + roots + " AND at >= ?", group.from());
    return dropped == DROPPED || links < 0;
  }

  private int change(String sql, long from) throws SQLException {
    try (var change = connection.prepareStatement(sql)) {
      change.setLong(1, from);
      return change.executeUpdate();
    }
  }

  private boolean isStill(OriginGroup group) throws SQLException {
    return reader.groupOf(group.roots().getFirst().id()).equals(group);
  }

  private void misses(String object, OriginGroup group) throws SQLException {
    try (var put =
        connection.prepareStatement(
            "INSERT INTO origin_missing VALUES (?,?,?)"
                + " ON CONFLICT (object, root) DO UPDATE SET at = min(at, excluded.at)")) {
      Blobs.set(put, 1, object);
      put.setLong(2, group.roots().getFirst().id());
      put.setLong(3, group.from());
      put.executeUpdate();
    }
  }

  /// Objects that were missing have come: what was made without them is due.
  void found(List<String> objects) throws SQLException {
    for (var object : objects) {
      for (var sql :
          List.of(
              "INSERT INTO origin_due SELECT root, at FROM origin_missing WHERE object = ?"
                  + " ON CONFLICT (root) DO UPDATE SET at = min(at, excluded.at)",
              "DELETE FROM origin_missing WHERE object = ?")) {
        try (var change = connection.prepareStatement(sql)) {
          Blobs.set(change, 1, object);
          change.executeUpdate();
        }
      }
    }
  }

  /// Writes what came out of facts; not, and false, when other facts of their time have come since.
  boolean add(OriginBatch batch) throws SQLException {
    var facts = batch.facts();
    if (!isStill(facts.group()) || reader.hasMore(facts)) {
      return false;
    }
    for (var cause : batch.causes()) {
      causes.add(cause);
    }
    for (var version : batch.versions()) {
      versions.add(version);
    }
    for (var link : batch.commits()) {
      versions.add(link);
    }
    for (var object : batch.missing()) {
      misses(object, facts.group());
    }
    try (var done =
        connection.prepareStatement(
            "DELETE FROM origin_due WHERE root IN " + Sql.in(facts.group().ids()))) {
      done.executeUpdate();
    }
    var next = reader.after(facts);
    if (next.isPresent()) {
      due(facts.group().roots().getFirst().id(), next.get());
    }
    return true;
  }
}
