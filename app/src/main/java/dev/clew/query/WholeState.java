package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.workspace.Contents;
import dev.clew.workspace.GitCommits;
import dev.clew.workspace.GitFile;
import dev.clew.workspace.Kind;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.Trees;
import dev.clew.workspace.restore.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// All that a workspace had at a moment.
///
/// @param root the workspace's folder
/// @param name the snapshot, or the commit
/// @param isCommit whether it is a commit
/// @param folders by path; of a commit none, as Git knows none without files
/// @param files by path; with them what has no content
/// @param contents opens what has the files' bytes
public record WholeState(
    String root,
    String name,
    boolean isCommit,
    SortedSet<String> folders,
    SortedMap<String, FileVersion> files,
    Checkout.Opener contents) {
  private static final String REPOSITORY = "160000";

  /// The state that `text` names: a snapshot, a step, a turn, a session (with `^` behind it for
  /// what it found) or a commit of the repository that `folder` is in.
  public static WholeState of(String text, Path folder, Sources sources)
      throws QueryException, SQLException, IOException {
    return switch (new Points(sources, folder).point(text)) {
      case Point.Snapshot snapshot -> of(snapshot.root(), snapshot.tree(), sources);
      case Point.Commit commit -> of(commit);
      case Point.Working _ -> throw new IllegalStateException("no name stands for it");
    };
  }

  /// A snapshot.
  static WholeState of(String root, String tree, Sources sources) throws IOException {
    var folders = new TreeSet<String>();
    var files = new TreeMap<String, FileVersion>();
    new Trees(new StoredObjects(sources))
        .walk(
            tree,
            (path, entry) -> {
              var version = entry.version();
              if (entry.kind() == Kind.FOLDER && version.notKept() == null) {
                folders.add(path);
              } else {
                files.put(path, version);
              }
            });
    return new WholeState(root, tree, false, folders, files, () -> new Stored(sources.again()));
  }

  private static WholeState of(Point.Commit commit) throws QueryException, IOException {
    // Only what it has is asked for, so nothing is refused for what it may hold.
    var nowhere = Path.of("/nonexistent");
    if (!(RootChoice.of(Path.of(commit.root()), nowhere, nowhere)
        instanceof RootChoice.Root root)) {
      throw QueryException.notFound(commit.root() + " is no repository any more");
    }
    var files = new TreeMap<String, FileVersion>();
    try (var commits = GitCommits.of(root)) {
      commits.files(commit.id()).forEach((path, file) -> files.put(path, version(file)));
    }
    return new WholeState(
        commit.root(),
        commit.id(),
        true,
        new TreeSet<>(),
        files,
        () -> new Committed(GitCommits.of(root)));
  }

  /// The SHA-256 and the size are not known before the content is read.
  private static FileVersion version(GitFile file) {
    var mode =
        switch (file.mode()) {
          case REPOSITORY, "120000" -> file.mode();
          case String other -> other.endsWith("755") || other.endsWith("775") ? "100755" : "100644";
        };
    return new FileVersion(
        "", file.blob(), -1, mode, mode.equals(REPOSITORY) ? "repository" : null);
  }

  private record Stored(Sources sources) implements Checkout.Source {
    @Override
    public Optional<byte[]> read(FileVersion version) throws IOException {
      var objects = new StoredObjects(sources);
      var pieces = version.pieces();
      return pieces == null ? objects.read(version.sha256()) : new Contents(objects).joined(pieces);
    }

    @Override
    public void close() throws IOException {
      try {
        sources.close();
      } catch (SQLException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  private record Committed(GitCommits commits) implements Checkout.Source {
    @Override
    public Optional<byte[]> read(FileVersion version) throws IOException {
      return commits.content(new GitFile(version.mode(), String.valueOf(version.blob())));
    }

    @Override
    public void close() throws IOException {
      commits.close();
    }
  }
}
