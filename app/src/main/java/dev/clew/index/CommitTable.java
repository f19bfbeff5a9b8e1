package dev.clew.index;

import dev.clew.event.CommitFile;
import dev.clew.event.Event;
import dev.clew.event.FileVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rows of `git_commit` and `git_commit_file`: each event is a row of its own.
final class CommitTable {
  private static final String ABSENT = "-";

  private final PreparedStatement commit;
  private final PreparedStatement file;
  private final PathTable paths;
  private final OriginTable origins;

  CommitTable(Connection connection, PathTable paths, OriginTable origins) throws SQLException {
    this.paths = paths;
    this.origins = origins;
    commit = WorkspaceTable.insert(connection, "git_commit", 15);
    file = WorkspaceTable.insert(connection, "git_commit_file", 9);
  }

  void add(long session, long seq, Event.CommitSeen event) throws SQLException {
    var told = event.commit();
    var header = event.header();
    commit.setLong(1, seq);
    commit.setInt(2, header.ordinal());
    commit.setString(3, header.record().hex());
    commit.setLong(4, header.position());
    SessionTable.setLong(commit, 5, millis(header.at()));
    commit.setLong(6, session);
    commit.setLong(7, paths.id(told.root()));
    commit.setLong(8, paths.id(told.repository()));
    commit.setString(9, told.id());
    commit.setString(10, String.join(" ", told.parents()));
    commit.setString(11, told.author());
    SessionTable.setLong(commit, 12, millis(told.authoredAt()));
    SessionTable.setLong(commit, 13, millis(told.committedAt()));
    commit.setString(14, told.subject());
    commit.setString(15, told.notAll());
    commit.executeUpdate();
    origins.seen(paths.id(told.root()), millis(header.at()));
    file.setLong(1, seq);
    file.setInt(2, header.ordinal());
    var number = 0;
    for (var each : told.files()) {
      file.setInt(3, number++);
      add(told.root(), each);
    }
  }

  private void add(String root, CommitFile told) throws SQLException {
    file.setLong(4, paths.id(root + "/" + told.path()));
    SessionTable.setLong(file, 5, told.from() == null ? null : paths.id(root + "/" + told.from()));
    file.setString(6, told.op().wire());
    file.setString(7, blobs(told.beforeBlobs()));
    file.setString(8, Versions.text(told.after()));
    file.setString(9, versions(told.border()));
    file.executeUpdate();
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli();
  }

  private static String blobs(List<@Nullable String> blobs) {
    return blobs.stream()
        .map(each -> each == null ? ABSENT : each)
        .collect(Collectors.joining(" "));
  }

  /// What [#blobs] wrote.
  static List<@Nullable String> blobs(String text) {
    var blobs = new ArrayList<@Nullable String>();
    for (var each : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      blobs.add(each.equals(ABSENT) ? null : each);
    }
    return Collections.unmodifiableList(blobs);
  }

  private static String versions(List<FileVersion> versions) {
    return versions.stream().map(Versions::text).collect(Collectors.joining("\n"));
  }

  /// What [#versions] wrote.
  static List<FileVersion> versions(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split("\n", -1))
            .map(each -> Objects.requireNonNull(Versions.parse(each)))
            .toList();
  }
}
