package dev.clew.index;

import dev.clew.event.CommitFile;
import dev.clew.event.FileOp;
import dev.clew.event.GitCommit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads the commits that were seen.
public final class CommitReader {
  private static final String COMMITS =
      """
      SELECT x.*, s.id AS session_id, NULL AS step, r.path AS root_path, g.path AS repository_path
      FROM git_commit x JOIN session s ON s.ref = x.session JOIN path r ON r.id = x.root
      JOIN path g ON g.id = x.repository
      """;

  private final Connection connection;

  CommitReader(Connection connection) {
    this.connection = connection;
  }

  /// The parts in which this commit was told, with their files, the oldest first; none where it was
  /// not.
  public List<Seen<GitCommit>> told(String commit) throws SQLException {
    return new Sql()
        .add(COMMITS + "WHERE x.id = ?", commit)
        .add("ORDER BY x.at, x.position, x.record, x.ordinal")
        .list(connection, this::commit);
  }

  /// The commits that were seen from the workspaces of a group, from its time on, in order.
  ///
  /// @param end the first moment after; absent when there is no end
  /// @param below the number of the first record that is not read
  List<Seen<GitCommit>> between(OriginGroup group, @Nullable Long end, long below)
      throws SQLException {
    return new Sql()
        .add(COMMITS)
        .add(
            OriginReader.between(group, "x"),
            group.from(),
            end == null ? Long.MAX_VALUE : end,
            below)
        .add("ORDER BY x.at, x.position, x.record, x.ordinal")
        .list(connection, this::commit);
  }

  /// The names of all commits of this repository that were told.
  ///
  /// @param repository Git's common folder
  public List<String> ids(String repository) throws SQLException {
    return new Sql()
        .add("SELECT DISTINCT id FROM git_commit")
        .add("WHERE repository = (SELECT id FROM path WHERE path = ?)", repository)
        .list(connection, row -> row.getString(1));
  }

  private Seen<GitCommit> commit(ResultSet row) throws SQLException {
    var root = row.getString("root_path");
    return WorkspaceReader.seen(
        row,
        new GitCommit(
            root,
            row.getString("repository_path"),
            row.getString("id"),
            words(row.getString("parents")),
            row.getString("author"),
            instant(row, "authored_at"),
            instant(row, "committed_at"),
            row.getString("subject"),
            files(root, row.getLong("seq"), row.getInt("ordinal")),
            row.getString("not_all")));
  }

  /// What one event tells of a commit's files.
  List<CommitFile> files(String root, long seq, int ordinal) throws SQLException {
    return new Sql()
        .add("SELECT x.*, p.path AS file, f.path AS file_before FROM git_commit_file x")
        .add("JOIN path p ON p.id = x.path LEFT JOIN path f ON f.id = x.from_path")
        .add("WHERE x.seq = ? AND x.ordinal = ? ORDER BY x.number", seq, ordinal)
        .list(connection, row -> file(root, row));
  }

  private static CommitFile file(String root, ResultSet row) throws SQLException {
    var from = row.getString("file_before");
    return new CommitFile(
        row.getString("file").substring(root.length() + 1),
        from == null ? null : from.substring(root.length() + 1),
        FileOp.valueOf(row.getString("op").toUpperCase(Locale.ROOT)),
        CommitTable.blobs(row.getString("before")),
        Versions.parse(row.getString("after")),
        CommitTable.versions(row.getString("border")));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var millis = Sql.nullable(row, column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }
}
