package dev.clew.index;

import com.github.luben.zstd.Zstd;
import dev.clew.event.Confidence;
import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.event.SpanId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the versions of files and where their lines come from.
public final class VersionReader {
  private static final String ROWS =
      """
      SELECT v.*, r.path AS root_path, p.path AS file
      FROM version v JOIN path p ON p.id = v.path LEFT JOIN path r ON r.id = v.root
      """;

  private static final String NEWEST_FIRST = " ORDER BY v.at DESC, v.id DESC";

  private final Connection connection;

  VersionReader(Connection connection) {
    this.connection = connection;
  }

  /// The newest version of a file, also when that says that it is gone; not one that only a commit
  /// has.
  ///
  /// @param file its path, absolute
  public Optional<VersionRow> tip(String file) throws SQLException {
    return first(
        new Sql()
            .add(ROWS + "WHERE p.path = ? AND v.kind <> 'commit'", file)
            .add(NEWEST_FIRST + " LIMIT 1"));
  }

  /// The versions of a file, the newest first, through renames; not those that only a commit has.
  ///
  /// @param file its path, absolute
  public List<VersionRow> history(String file) throws SQLException {
    var history = new ArrayList<VersionRow>();
    var known = new HashSet<Long>();
    var next = tip(file);
    while (next.isPresent() && known.add(next.get().id())) {
      history.add(next.get());
      var predecessor = next.get().predecessor();
      next = predecessor == null ? Optional.empty() : version(predecessor);
    }
    return history;
  }

  /// The versions of all files below a folder, the newest first; not those that only a commit has.
  ///
  /// @param folder its path, absolute
  public List<VersionRow> below(String folder) throws SQLException {
    return list(
        new Sql()
            .add(
                ROWS + "WHERE v.path IN (SELECT id FROM path WHERE path > ? AND path < ?)",
                folder + "/",
                folder + "0")
            .add("AND v.kind <> 'commit'" + NEWEST_FIRST));
  }

  /// The commits that have these versions, by version.
  public Map<Long, List<String>> commitsOf(Collection<Long> versions) throws SQLException {
    var commits = new HashMap<Long, List<String>>();
    new Sql()
        .add("SELECT DISTINCT version, commit_id FROM commit_version")
        .add("WHERE version IN " + Sql.in(List.copyOf(versions)) + " ORDER BY 1, 2")
        .list(
            connection,
            row ->
                commits
                    .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                    .add(row.getString(2)));
    return commits;
  }

  /// The version with this number.
  public Optional<VersionRow> version(long id) throws SQLException {
    return first(new Sql().add(ROWS + "WHERE v.id = ?", id));
  }

  /// How a file was after this step: the last version that the step made of it, else the newest at
  /// the time when the step was last seen to change anything, or ended.
  ///
  /// @param file its path, absolute
  public Optional<VersionRow> atStep(String file, long step) throws SQLException {
    var own =
        first(
            new Sql()
                .add(ROWS + "WHERE p.path = ? AND v.step = ?", file, step)
                .add(NEWEST_FIRST + " LIMIT 1"));
    return own.isPresent()
        ? own
        : first(
            new Sql()
                .add(
                    ROWS + "WHERE p.path = ? AND v.kind <> 'commit' AND v.at <= (SELECT max(at)",
                    file)
                .add("FROM (SELECT max(at) AS at FROM workspace_change WHERE step = ?", step)
                .add("UNION ALL SELECT max(at) FROM snapshot WHERE step = ?", step)
                .add("UNION ALL SELECT coalesce(ended, started) FROM step WHERE id = ?))", step)
                .add(NEWEST_FIRST + " LIMIT 1"));
  }

  /// The versions of a file, the newest first, not more than `most`; those that only commits have
  /// among them.
  public List<VersionRow> ofFile(String file, int most) throws SQLException {
    return list(
        new Sql().add(ROWS + "WHERE p.path = ?", file).add(NEWEST_FIRST + " LIMIT ?", most));
  }

  /// The number of the last version; 0 where there is none.
  public long last() throws SQLException {
    return new Sql().add("SELECT coalesce(max(id), 0) FROM version").number(connection);
  }

  /// The versions with this content in these workspaces, the newest first.
  public List<VersionRow> byBlob(OriginGroup group, String blob) throws SQLException {
    return byBlob(group.paths(), Sql.in(group.ids()), blob);
  }

  /// What transcripts alone tell is of no workspace, and counts where it lies in one.
  private List<VersionRow> byBlob(List<String> roots, String ids, String blob) throws SQLException {
    return list(
            new Sql()
                .add(ROWS + "WHERE v.blob = ? AND (v.root IN " + ids, Blobs.value(blob))
                .add("OR v.root IS NULL)" + NEWEST_FIRST))
        .stream()
        .filter(row ->
            row.root() != null
                || roots.stream().anyMatch(root -> row.path().startsWith(root + "/")))
        .toList();
  }

  /// The versions with this content in a repository, the newest first.
  ///
  /// @param repository as [#repositoryOf] gives it
  /// @param blob Git's id of the content
  public List<VersionRow> byBlob(String repository, String blob) throws SQLException {
    var roots = roots(repository);
    return byBlob(
        roots.stream().map(OriginGroup.Root::path).toList(),
        Sql.in(roots.stream().map(OriginGroup.Root::id).toList()),
        blob);
  }

  /// The version that a commit has of a file.
  ///
  /// @param file its path, absolute, in any workspace of the commit's repository
  public Optional<VersionRow> ofCommit(String commit, String file) throws SQLException {
    var here =
        first(
            new Sql()
                .add(ROWS + "WHERE v.id = (SELECT c.version FROM commit_version c")
                .add(
                    "JOIN path f ON f.id = c.path WHERE c.commit_id = ? AND f.path = ?)",
                    commit,
                    file));
    if (here.isPresent()) {
      return here;
    }
    for (var other : elsewhere(file)) {
      var there =
          first(
              new Sql()
                  .add(ROWS + "WHERE v.id = (SELECT c.version FROM commit_version c")
                  .add(
                      "JOIN path f ON f.id = c.path WHERE c.commit_id = ? AND f.path = ?)",
                      commit,
                      other));
      if (there.isPresent()) {
        return there;
      }
    }
    return Optional.empty();
  }

  /// Where the same file is in the other workspaces of its repository.
  private List<String> elsewhere(String file) throws SQLException {
    return new Sql()
        .add("SELECT o.path || substr(?, length(m.path) + 1)", file)
        .add("FROM repository a JOIN path m ON m.id = a.root")
        .add("JOIN repository b ON b.repository = a.repository AND b.root <> a.root")
        .add("JOIN path o ON o.id = b.root")
        .add("WHERE substr(?, 1, length(m.path) + 1) = m.path || '/' ORDER BY 1", file)
        .list(connection, row -> row.getString(1));
  }

  /// Which lines of a version come from which cause.
  public Runs runs(VersionRow version) throws SQLException {
    return runs(version.id());
  }

  /// The same, by number.
  public Runs runs(long version) throws SQLException {
    var chain = new ArrayDeque<byte[]>();
    Long next = version;
    while (next != null) {
      var found =
          new Sql()
              .add("SELECT runs, runs_base FROM version WHERE id = ?", next)
              .list(connection, row -> new Link(row.getBytes(1), Sql.nullable(row, "runs_base")));
      if (found.isEmpty()) {
        throw new SQLException("no version %d, expected one that others build on".formatted(next));
      }
      chain.push(found.getFirst().runs);
      next = found.getFirst().base;
    }
    Runs runs = null;
    for (var each : chain) {
      runs = Runs.read(each, runs);
    }
    return Objects.requireNonNull(runs);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Link(byte[] runs, @Nullable Long base) {}

  /// How many versions' differences [#runs] puts together for this one.
  public int depth(long version) throws SQLException {
    return (int)
        new Sql()
            .add(
                "WITH RECURSIVE up(id, base) AS (SELECT id, runs_base FROM version WHERE id = ?",
                version)
            .add("UNION ALL SELECT v.id, v.runs_base FROM up JOIN version v ON v.id = up.base)")
            .add("SELECT count(*) FROM up")
            .number(connection);
  }

  /// The causes with these ids, and those that they add a note to.
  public Map<Long, CauseRow> causes(Collection<Long> ids) throws SQLException {
    var found = new HashMap<Long, CauseRow>();
    Set<Long> wanted = new HashSet<>(ids);
    while (!wanted.isEmpty()) {
      var next = new HashSet<Long>();
      for (var row :
          new Sql()
              .add("SELECT * FROM cause WHERE id IN " + Sql.in(List.copyOf(wanted)))
              .list(connection, VersionReader::cause)) {
        found.put(row.id(), row);
        var base = row.base();
        if (base != null && !found.containsKey(base)) {
          next.add(base);
        }
      }
      next.removeAll(found.keySet());
      wanted = next;
    }
    return found;
  }

  /// The content that a transcript tells of, redacted.
  public Optional<byte[]> toldContent(String sha256) throws SQLException {
    return new Sql()
            .add("SELECT bytes FROM told_content WHERE sha256 = ?", Blobs.value(sha256))
            .list(connection, row -> unpacked(row.getBytes(1)))
            .stream()
            .findFirst();
  }

  private static byte[] unpacked(byte[] bytes) {
    return Zstd.decompress(bytes, Math.toIntExact(Zstd.getFrameContentSize(bytes)));
  }

  /// What ties the workspaces of one repository together: Git's common folder; outside Git the
  /// workspace itself. Empty for a folder that was never looked at.
  public Optional<String> repositoryOf(String root) throws SQLException {
    return new Sql()
            .add(
                "SELECT coalesce((SELECT g.path FROM repository r JOIN path g ON g.id = r.repository")
            .add("WHERE r.root = p.id), p.path)")
            .add("FROM path p WHERE p.path = ?", root)
            .add("AND EXISTS (SELECT 1 FROM snapshot s WHERE s.root = p.id)")
            .list(connection, row -> row.getString(1))
            .stream()
            .findFirst();
  }

  /// Whether something has been seen or told that no version stands for yet.
  public boolean behind() throws SQLException {
    return new Sql()
            .add("SELECT EXISTS (SELECT 1 FROM origin_due) OR EXISTS (SELECT 1 FROM told_due)")
            .add("OR EXISTS (SELECT 1 FROM origin_told)")
            .number(connection)
        > 0;
  }

  /// What no version stands for yet.
  ///
  /// @param changes files that were seen to change and commits that were seen
  /// @param steps steps whose agents tell of files
  /// @param workspaces those that the changes are of
  public record Due(long changes, long steps, List<String> workspaces) {
    /// Whether nothing is.
    public boolean isNothing() {
      return changes == 0 && steps == 0 && workspaces.isEmpty();
    }
  }

  /// What [#behind] is about.
  public Due due() throws SQLException {
    var changes =
        new Sql()
            .add("SELECT coalesce(sum(n), 0) FROM (SELECT (SELECT count(*)")
            .add("FROM workspace_change c WHERE c.root = d.root AND c.at >= d.at)")
            .add("+ (SELECT count(*) FROM git_commit g WHERE g.root = d.root AND g.at >= d.at)")
            .add("AS n FROM origin_due d)")
            .number(connection);
    var workspaces =
        new Sql()
            .add("SELECT path FROM path WHERE id IN (SELECT root FROM origin_due")
            .add("UNION SELECT root FROM origin_told) ORDER BY 1")
            .list(connection, row -> row.getString(1));
    var steps = new Sql().add("SELECT count(*) FROM told_due").number(connection);
    return new Due(changes, steps, workspaces);
  }

  private List<OriginGroup.Root> roots(String repository) throws SQLException {
    return new Sql()
        .add(
            "SELECT id, path FROM path WHERE path = ?1 OR id IN (SELECT r.root FROM repository r",
            repository)
        .add("JOIN path p ON p.id = r.repository WHERE p.path = ?1)")
        .list(connection, row -> new OriginGroup.Root(row.getLong(1), row.getString(2)));
  }

  private Optional<VersionRow> first(Sql query) throws SQLException {
    return list(query).stream().findFirst();
  }

  private List<VersionRow> list(Sql query) throws SQLException {
    return query.list(connection, VersionReader::row);
  }

  private static VersionRow row(ResultSet row) throws SQLException {
    var at = row.getLong("at");
    return new VersionRow(
        row.getLong("id"),
        row.getString("root_path"),
        row.getString("file"),
        at == 0 ? null : at,
        row.getString("session"),
        Sql.nullable(row, "step"),
        row.getString("kind"),
        row.getString("op"),
        content(row),
        Sql.nullable(row, "predecessor"),
        row.getLong("cause"),
        row.getInt("lines"),
        row.getString("commit_id"),
        row.getBoolean("coarse"));
  }

  private static @Nullable FileVersion content(ResultSet row) throws SQLException {
    var sha256 = Blobs.get(row, "sha256");
    return sha256 == null
        ? null
        : new FileVersion(
            sha256,
            Blobs.get(row, "blob"),
            row.getLong("size"),
            row.getString("mode"),
            row.getString("not_kept"),
            Blobs.get(row, "pieces"));
  }

  private static CauseRow cause(ResultSet row) throws SQLException {
    return new CauseRow(
        row.getLong("id"),
        OriginClass.valueOf(row.getString("class").toUpperCase(Locale.ROOT)),
        Confidence.valueOf(row.getString("confidence").toUpperCase(Locale.ROOT)),
        row.getString("session"),
        Sql.nullable(row, "step"),
        Sql.nullable(row, "at"),
        words(row.getString("evidence")),
        words(row.getString("candidates")).stream()
            .map(hex -> new SpanId(Long.parseUnsignedLong(hex, 16)))
            .toList(),
        row.getString("commit_id"),
        Sql.nullable(row, "base"),
        row.getString("note"),
        Sql.nullable(row, "note_step"));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }
}
