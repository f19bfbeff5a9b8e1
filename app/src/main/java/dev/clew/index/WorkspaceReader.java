package dev.clew.index;

import dev.clew.event.Confidence;
import dev.clew.event.FileOp;
import dev.clew.event.GitMove;
import dev.clew.event.OriginClass;
import dev.clew.event.SpanId;
import dev.clew.event.WorkspaceChange;
import dev.clew.event.WorkspaceState;
import dev.clew.event.WorktreeStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what was seen in workspaces, the oldest first.
public final class WorkspaceReader {
  private static final String IN_ORDER = "ORDER BY x.at, x.position, x.record, x.ordinal";

  /// What is told of these sessions: their own events, and those of their steps.
  private static final String OF_SESSIONS =
      "(x.session IN %1$s OR x.step IN (SELECT id FROM step WHERE session IN %1$s))";

  private static final String CHANGES =
      """
      SELECT x.*, s.id AS session_id, r.path AS root_path, p.path AS file, f.path AS file_before
      FROM workspace_change x JOIN session s ON s.ref = x.session JOIN path r ON r.id = x.root
      JOIN path p ON p.id = x.path LEFT JOIN path f ON f.id = x.from_path
      """;

  private static final String SNAPSHOTS =
      """
      SELECT x.*, s.id AS session_id, r.path AS root_path, g.path AS repository_path
      FROM snapshot x JOIN session s ON s.ref = x.session JOIN path r ON r.id = x.root
      LEFT JOIN path g ON g.id = x.repository
      """;

  private static final String MOVES =
      """
      SELECT x.*, s.id AS session_id, r.path AS root_path
      FROM git_move x JOIN session s ON s.ref = x.session JOIN path r ON r.id = x.root
      """;

  private static final String WORKTREES =
      """
      SELECT x.*, s.id AS session_id, r.path AS root_path
      FROM worktree x JOIN session s ON s.ref = x.session JOIN path r ON r.id = x.root
      """;

  private static final String MISSED =
      "SELECT x.*, s.id AS session_id FROM missed x JOIN session s ON s.ref = x.session ";

  private final Connection connection;

  WorkspaceReader(Connection connection) {
    this.connection = connection;
  }

  /// What these steps did to files.
  public List<Seen<WorkspaceChange>> changesOfSteps(List<Long> steps) throws SQLException {
    return new Sql()
        .add(CHANGES + "WHERE x.step IN " + Sql.in(steps) + IN_ORDER)
        .list(connection, WorkspaceReader::change);
  }

  /// What the steps of these sessions did to files.
  public List<Seen<WorkspaceChange>> changesOfSessions(List<Long> sessions) throws SQLException {
    return new Sql()
        .add(CHANGES)
        .add("WHERE x.step IN (SELECT id FROM step WHERE session IN " + Sql.in(sessions) + ")")
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::change);
  }

  /// What happened, while these sessions went on, to files of the workspaces they worked in, and no
  /// step is known to have done.
  public List<Seen<WorkspaceChange>> changesAround(List<Long> sessions) throws SQLException {
    return new Sql()
        .add(CHANGES)
        .add("WHERE x.step IS NULL AND x.root IN (SELECT root FROM worked_in")
        .add("WHERE session IN " + Sql.in(sessions) + ") AND x.at BETWEEN")
        .add("(SELECT min(first_at) FROM session WHERE ref IN " + Sql.in(sessions) + ") AND")
        .add("(SELECT max(last_at) FROM session WHERE ref IN " + Sql.in(sessions) + ")")
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::change);
  }

  /// What was seen to change in the workspaces of a group, from its time on.
  ///
  /// @param end the first moment after; absent when there is no end
  /// @param below the number of the first record that is not read
  List<Seen<WorkspaceChange>> changesBetween(OriginGroup group, @Nullable Long end, long below)
      throws SQLException {
    return new Sql()
        .add(CHANGES)
        .add(
            OriginReader.between(group, "x"),
            group.from(),
            end == null ? Long.MAX_VALUE : end,
            below)
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::change);
  }

  /// All that happened to the files of a workspace from `sinceMs` on.
  public List<Seen<WorkspaceChange>> changesOf(String root, long sinceMs) throws SQLException {
    return new Sql()
        .add(CHANGES + "WHERE r.path = ? AND x.at >= ?", root, sinceMs)
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::change);
  }

  /// The records that tell what happened to the files of a workspace from `sinceMs` on.
  public List<Long> changeRecords(String root, long sinceMs) throws SQLException {
    return new Sql()
        .add("SELECT DISTINCT x.seq FROM path r JOIN workspace_change x ON x.root = r.id")
        .add("WHERE r.path = ? AND x.at >= ? ORDER BY x.seq", root, sinceMs)
        .list(connection, row -> row.getLong(1));
  }

  /// From when on at most `most` looks at a workspace found changes; `sinceMs` where that is later.
  public long newestLooks(String root, long sinceMs, int most) throws SQLException {
    return new Sql()
            .add("SELECT DISTINCT x.at FROM path r JOIN workspace_change x ON x.root = r.id")
            .add("WHERE r.path = ? AND x.at >= ?", root, sinceMs)
            .add("ORDER BY x.at DESC LIMIT 1 OFFSET ?", most - 1)
            .list(connection, row -> row.getLong(1))
            .stream()
            .findFirst()
            .orElse(sinceMs);
  }

  /// The records that tell of the newest tool calls, from `sinceMs` on, of sessions that worked in
  /// a workspace.
  ///
  /// @param most how many calls at most
  public List<Long> callRecords(String root, long sinceMs, int most) throws SQLException {
    return new Sql()
        .add("SELECT DISTINCT e.seq FROM (SELECT t.id FROM path r")
        .add("JOIN worked_in w ON w.root = r.id JOIN step t ON t.session = w.session")
        .add("WHERE r.path = ? AND t.started >= ? AND t.kind <> 'llm_call'", root, sinceMs)
        .add("ORDER BY t.started DESC, t.id LIMIT ?) n JOIN evidence e ON e.step = n.id", most)
        .add("ORDER BY e.seq")
        .list(connection, row -> row.getLong(1));
  }

  /// The moments at which a workspace was looked at before or after this step.
  public List<Seen<WorkspaceState>> snapshotsOfStep(long step) throws SQLException {
    return new Sql()
        .add(SNAPSHOTS + "WHERE x.step = ?", step)
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::state);
  }

  /// The moments at which a workspace was looked at, of these sessions or their steps.
  public List<Seen<WorkspaceState>> snapshotsOfSessions(List<Long> sessions) throws SQLException {
    return new Sql()
        .add(SNAPSHOTS + "WHERE " + OF_SESSIONS.formatted(Sql.in(sessions)))
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::state);
  }

  /// How work trees differed from their commits when these sessions began and ended.
  public List<Seen<WorktreeStatus>> worktreesOfSessions(List<Long> sessions) throws SQLException {
    return new Sql()
        .add(WORKTREES + "WHERE x.session IN " + Sql.in(sessions) + IN_ORDER)
        .list(connection, this::worktree);
  }

  private Seen<WorktreeStatus> worktree(ResultSet row) throws SQLException {
    var paths =
        new Sql()
            .add(
                "SELECT state, path FROM worktree_path WHERE seq = ? ORDER BY number",
                row.getLong("seq"))
            .list(
                connection,
                each -> new WorktreeStatus.Path(each.getString("state"), each.getString("path")));
    return seen(
        row,
        new WorktreeStatus(
            row.getString("root_path"),
            row.getString("moment"),
            row.getString("commit_id"),
            row.getLong("modified"),
            row.getLong("deleted"),
            row.getLong("untracked"),
            row.getLong("not_compared"),
            paths));
  }

  /// The moments at which a workspace was as a snapshot whose name begins with `prefix`, hex; of at
  /// most ten snapshots.
  public List<Seen<WorkspaceState>> snapshotsLike(String prefix) throws SQLException {
    return new Sql()
        .add(SNAPSHOTS)
        .add("WHERE x.tree IN (SELECT DISTINCT tree FROM snapshot")
        .add("WHERE tree >= ? AND tree < ? || 'g' ORDER BY tree LIMIT 10)", prefix, prefix)
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::state);
  }

  /// How a workspace was last seen at `atMs` or before.
  public Optional<Seen<WorkspaceState>> lastSnapshot(String root, long atMs) throws SQLException {
    return new Sql()
            .add(SNAPSHOTS + "WHERE r.path = ? AND x.at <= ?", root, atMs)
            .add("ORDER BY x.at DESC, x.position DESC, x.record DESC, x.ordinal DESC LIMIT 1")
            .list(connection, WorkspaceReader::state)
            .stream()
            .findFirst();
  }

  /// How the same workspace was seen the time before.
  public Optional<Seen<WorkspaceState>> snapshotBefore(Seen<WorkspaceState> seen)
      throws SQLException {
    return new Sql()
            .add(SNAPSHOTS + "WHERE r.path = ?", seen.what().root())
            .add("AND (x.at, x.position, x.record) < (SELECT at, position, record FROM snapshot")
            .add("WHERE seq = ? LIMIT 1)", seen.seq())
            .add("ORDER BY x.at DESC, x.position DESC, x.record DESC, x.ordinal DESC LIMIT 1")
            .list(connection, WorkspaceReader::state)
            .stream()
            .findFirst();
  }

  /// How the same workspace was seen from one moment to another, both included.
  public List<Seen<WorkspaceState>> snapshotsBetween(
      Seen<WorkspaceState> first, Seen<WorkspaceState> last) throws SQLException {
    var place =
        "(SELECT at, position, record, ordinal FROM snapshot WHERE seq = ? AND ordinal = ?)";
    return new Sql()
        .add(SNAPSHOTS + "WHERE r.path = ?", first.what().root())
        .add(
            "AND (x.at, x.position, x.record, x.ordinal) >= " + place, first.seq(), first.ordinal())
        .add("AND (x.at, x.position, x.record, x.ordinal) <= " + place, last.seq(), last.ordinal())
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::state);
  }

  /// The workspaces that have been looked at.
  public List<String> roots() throws SQLException {
    return new Sql()
        .add("SELECT path FROM path WHERE id IN (SELECT root FROM snapshot) ORDER BY path")
        .list(connection, row -> row.getString(1));
  }

  /// What Git did in this step.
  public List<Seen<GitMove>> gitMovesOfStep(long step) throws SQLException {
    return new Sql()
        .add(MOVES + "WHERE x.step = ?", step)
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::move);
  }

  /// What Git did in these sessions' steps, or beside them in the workspaces that they worked in.
  public List<Seen<GitMove>> gitMoves(List<Long> sessions) throws SQLException {
    var in = Sql.in(sessions);
    return new Sql()
        .add(MOVES + "WHERE " + OF_SESSIONS.formatted(in))
        .add("OR (x.step IS NULL AND x.root IN (SELECT root FROM worked_in")
        .add("WHERE session IN " + in + ") AND x.at BETWEEN")
        .add("(SELECT min(first_at) FROM session WHERE ref IN " + in + ") AND")
        .add("(SELECT max(last_at) FROM session WHERE ref IN " + in + "))")
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::move);
  }

  private static Seen<GitMove> move(ResultSet row) throws SQLException {
    return seen(
        row,
        new GitMove(
            row.getString("root_path"),
            row.getString("what"),
            row.getString("name"),
            row.getString("before"),
            row.getString("after"),
            row.getString("operation")));
  }

  /// What was not captured of this step.
  public List<Seen<Missed>> missedOfStep(long step) throws SQLException {
    return new Sql()
        .add(MISSED + "WHERE x.step = ?", step)
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::miss);
  }

  /// What was not captured of these sessions and their steps.
  public List<Seen<Missed>> missed(List<Long> sessions) throws SQLException {
    return new Sql()
        .add(MISSED + "WHERE " + OF_SESSIONS.formatted(Sql.in(sessions)))
        .add(IN_ORDER)
        .list(connection, WorkspaceReader::miss);
  }

  private static Seen<Missed> miss(ResultSet row) throws SQLException {
    return seen(row, new Missed(row.getString("what"), row.getString("reason")));
  }

  static <T> Seen<T> seen(ResultSet row, T what) throws SQLException {
    return new Seen<>(
        row.getLong("seq"),
        row.getInt("ordinal"),
        row.getString("record"),
        Sql.nullable(row, "at"),
        row.getString("session_id"),
        Sql.nullable(row, "step"),
        what);
  }

  private static Seen<WorkspaceChange> change(ResultSet row) throws SQLException {
    var root = row.getString("root_path");
    return seen(
        row,
        new WorkspaceChange(
            root,
            row.getString("file").substring(root.length() + 1),
            below(root, row.getString("file_before")),
            FileOp.valueOf(row.getString("op").toUpperCase(Locale.ROOT)),
            Versions.parse(row.getString("before")),
            Versions.parse(row.getString("after")),
            OriginClass.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
            Confidence.valueOf(row.getString("confidence").toUpperCase(Locale.ROOT)),
            words(row.getString("evidence")),
            words(row.getString("candidates")).stream().map(WorkspaceReader::span).toList(),
            row.getInt("added"),
            row.getInt("removed"),
            row.getString("commit_id")));
  }

  private static @Nullable String below(String root, @Nullable String file) {
    return file == null ? null : file.substring(root.length() + 1);
  }

  private static SpanId span(String hex) {
    return new SpanId(Long.parseUnsignedLong(hex, 16));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }

  private static Seen<WorkspaceState> state(ResultSet row) throws SQLException {
    return seen(
        row,
        new WorkspaceState(
            row.getString("root_path"),
            row.getString("moment"),
            row.getString("tree"),
            row.getLong("files"),
            row.getLong("bytes"),
            row.getLong("not_kept"),
            row.getString("head"),
            row.getString("branch"),
            row.getString("repository_path")));
  }
}
