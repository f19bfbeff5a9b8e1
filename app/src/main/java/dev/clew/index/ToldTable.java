package dev.clew.index;

import com.github.luben.zstd.Zstd;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Versions that transcripts tell of, and from when on they count no more: when their workspace was
/// first looked at.
final class ToldTable {
  private static final int LEVEL = 3;

  private final Connection connection;
  private final VersionTable versions;
  private final CauseTable causes;
  private final PathTable paths;
  private final ToldDue due;
  private final PreparedStatement addContent;
  private final Map<Long, Long> looks = new HashMap<>();

  ToldTable(
      Connection connection, PathTable paths, VersionTable versions, CauseTable causes, ToldDue due)
      throws SQLException {
    this.due = due;
    this.connection = connection;
    this.paths = paths;
    this.versions = versions;
    this.causes = causes;
    addContent = connection.prepareStatement("INSERT OR IGNORE INTO told_content VALUES (?,?)");
  }

  /// A workspace was looked at.
  void looked(long root, long at) {
    looks.merge(root, at, Math::min);
  }

  /// Writes what was noted: a look that is now the first makes what was told since count no more,
  /// and what was there at first may be something else.
  void flush() throws SQLException {
    for (var look : looks.entrySet()) {
      change(
          "INSERT INTO origin_due SELECT ?1, ?2 WHERE NOT EXISTS"
              + " (SELECT 1 FROM first_look WHERE root = ?1 AND at < ?2)"
              + " ON CONFLICT (root) DO UPDATE SET at = min(at, excluded.at)",
          look.getKey(),
          look.getValue());
      try (var put =
          connection.prepareStatement(
              "INSERT INTO first_look VALUES (?1, ?2, 1) ON CONFLICT (root)"
                  + " DO UPDATE SET at = excluded.at, due = 1 WHERE excluded.at < at")) {
        put.setLong(1, look.getKey());
        put.setLong(2, look.getValue());
        put.executeUpdate();
      }
    }
    looks.clear();
  }

  /// Has the files replayed of which something is told after their workspace was first looked at,
  /// though it was not known then that it was; whether there were such workspaces.
  boolean cut() throws SQLException {
    var roots =
        new Sql()
            .add("SELECT l.root, l.at, p.path FROM first_look l JOIN path p ON p.id = l.root")
            .add("WHERE l.due <> 0")
            .list(connection, row -> new Look(row.getLong(1), row.getLong(2), row.getString(3)));
    for (var look : roots) {
      due.add(
          new Sql()
              .add("SELECT DISTINCT v.step FROM version v JOIN path p ON p.id = v.path")
              .add("WHERE p.path >= ? AND p.path < ?", look.path + "/", look.path + "0")
              .add("AND v.root IS NULL AND v.at >= ?", look.at));
      told(look); // what was told before is where the first versions there go on from
      change("UPDATE first_look SET due = 0 WHERE root = ?", look.root);
    }
    return !roots.isEmpty();
  }

  private record Look(long root, long at, String path) {}

  private void told(Look look) throws SQLException {
    var any =
        new Sql()
            .add("SELECT EXISTS (SELECT 1 FROM version v JOIN path p ON p.id = v.path")
            .add(
                "WHERE p.path >= ? AND p.path < ? AND v.root IS NULL)",
                look.path + "/",
                look.path + "0")
            .number(connection);
    if (any > 0) {
      due(look);
    }
  }

  private void due(Look look) throws SQLException {
    change(
        "INSERT INTO origin_told VALUES (?,?)"
            + " ON CONFLICT (root) DO UPDATE SET at = min(at, excluded.at)",
        look.root,
        look.at);
  }

  private int change(String sql, Object... values) throws SQLException {
    try (var change = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        change.setObject(i + 1, values[i]);
      }
      return change.executeUpdate();
    }
  }

  /// Where everything has been replayed, the workspaces that go on from it are due; whether any is.
  boolean settle() throws SQLException {
    change(
        "INSERT INTO origin_due SELECT root, at FROM origin_told WHERE true"
            + " ON CONFLICT (root) DO UPDATE SET at = min(at, excluded.at)");
    return change("DELETE FROM origin_told") > 0;
  }

  /// Writes what came of a replay.
  void add(ToldBatch batch) throws SQLException {
    var old = old(batch.files());
    if (!isSame(old, batch.versions())) {
      replace(old, batch);
    }
    for (var step : batch.steps()) {
      change("DELETE FROM told_due WHERE step = ? AND stamp <= ?", step, batch.stamp());
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Old(
      long id, String file, long at, @Nullable String sha256, Teller teller, byte[] runs) {
    static Old of(ResultSet row) throws SQLException {
      return new Old(
          row.getLong("id"),
          row.getString("file"),
          row.getLong("at"),
          Blobs.get(row, "sha256"),
          new Teller(
              row.getString("session"),
              row.getLong("step"),
              row.getString("kind"),
              row.getString("op"),
              row.getLong("cause")),
          row.getBytes("runs"));
    }

    boolean isSame(NewVersion version) {
      var row = version.row();
      return file.equals(row.path())
          && at == (row.at() == null ? 0 : row.at())
          && Objects.equals(sha256, row.content() == null ? null : row.content().sha256())
          && teller.equals(Teller.of(row))
          && Arrays.equals(runs, version.runs());
    }
  }

  /// Who told of a version, and as what. A shared step may get another home, and a version that is
  /// nobody's has a cause without one.
  private record Teller(@Nullable String session, long step, String kind, String op, long cause) {
    static Teller of(VersionRow row) {
      return new Teller(
          row.session(), row.step() == null ? 0 : row.step(), row.kind(), row.op(), row.cause());
    }
  }

  private List<Old> old(Set<String> files) throws SQLException {
    var ids = new ArrayList<Long>();
    for (var file : files) {
      ids.add(paths.id(file));
    }
    return new Sql()
        .add("SELECT v.*, p.path AS file FROM version v JOIN path p ON p.id = v.path")
        .add("WHERE v.root IS NULL AND v.path IN " + Sql.in(ids) + " ORDER BY v.id")
        .list(connection, Old::of);
  }

  private static boolean isSame(List<Old> old, List<NewVersion> now) {
    if (old.size() != now.size()) {
      return false;
    }
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).isSame(now.get(i))) {
        return false;
      }
    }
    return true;
  }

  private void replace(List<Old> old, ToldBatch batch) throws SQLException {
    for (var each : old) {
      change("DELETE FROM version WHERE id = ?", each.id);
    }
    for (var cause : batch.causes()) {
      causes.add(cause);
    }
    for (var version : batch.versions()) {
      versions.add(version);
    }
    for (var content : batch.contents().entrySet()) {
      Blobs.set(addContent, 1, content.getKey());
      addContent.setBytes(2, Zstd.compress(content.getValue(), LEVEL));
      addContent.executeUpdate();
    }
    for (var each : old) {
      if (each.sha256 != null) {
        change(
            "DELETE FROM told_content WHERE sha256 = ?1 AND NOT EXISTS"
                + " (SELECT 1 FROM version WHERE sha256 = ?1 AND root IS NULL)",
            Blobs.value(each.sha256));
      }
    }
    for (var look : looks()) {
      if (batch.files().stream().anyMatch(file -> file.startsWith(look.path + "/"))) {
        due(look);
      }
    }
  }

  private List<Look> looks() throws SQLException {
    return new Sql()
        .add("SELECT l.root, l.at, p.path FROM first_look l JOIN path p ON p.id = l.root")
        .list(connection, row -> new Look(row.getLong(1), row.getLong(2), row.getString(3)));
  }
}
