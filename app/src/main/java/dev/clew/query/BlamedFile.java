package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.index.VersionRow;
import dev.clew.workspace.GitCommits;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A content of a file, at the moment that is asked for, with where its lines come from.
///
/// The array is not copied and must not change.
///
/// @param commit the commit that it was read from; absent for any other moment
/// @param notes what to know of it
@SuppressWarnings("ArrayRecordComponent") // never compared
record BlamedFile(
    NamedFile file,
    byte[] content,
    LineOrigins.Found found,
    @Nullable String commit,
    List<String> notes) {
  private static final long MOST_BYTES = 64 << 20;

  /// Finds it.
  static final class Finder {
    private final Sources sources;
    private final LineOrigins origins;
    private final NamedFile file;
    private final List<String> notes = new ArrayList<>();

    Finder(Sources sources, LineOrigins origins, NamedFile file) {
      this.sources = sources;
      this.origins = origins;
      this.file = file;
    }

    /// As it is on disk; as it was last known where it is not there any more.
    BlamedFile now() throws QueryException, SQLException, IOException {
      var content = file.onDisk(MOST_BYTES);
      if (content.isEmpty()) {
        return gone();
      }
      var seen = origins.lastSeen(file.path());
      var why = seen.map(FileVersion::notKept);
      if (why.isPresent()) {
        throw QueryException.notFound(
            "the contents of %s are not kept (%s), so nothing is known of its lines"
                .formatted(file.named(), why.get()));
      }
      if (seen.isEmpty() && origins.versions().tip(file.file()).isEmpty()) {
        notes.add("%s has not been seen yet: it is new, or ignored".formatted(file.named()));
      }
      var asked = LineOrigins.Asked.onDisk(file.path(), content.get());
      return blamed(content.get(), origins.of(asked), null);
    }

    private BlamedFile gone() throws QueryException, SQLException, IOException {
      for (var row : origins.versions().history(file.file())) {
        if (row.content() != null) {
          notes.add(
              "%s is not on disk: this is how it was last known%s"
                  .formatted(file.named(), row.at() == null ? "" : ", " + Fields.time(row.at())));
          return of(row);
        }
      }
      var seen = origins.lastSeen(file.path());
      var content = seen.isPresent() ? origins.content(seen.get()) : Optional.<byte[]>empty();
      if (content.isEmpty()) {
        throw QueryException.notFound(
            "%s is not on disk, and nothing is known of it".formatted(file.named()));
      }
      notes.add("%s is not on disk: this is how it was last seen".formatted(file.named()));
      return blamed(
          content.get(), origins.of(LineOrigins.Asked.onDisk(file.path(), content.get())), null);
    }

    /// As a version has it.
    BlamedFile of(VersionRow row) throws QueryException, SQLException, IOException {
      var content = origins.content(row);
      if (content.isEmpty()) {
        var version = row.content();
        throw QueryException.notFound(
            "the contents of %s at that moment are not here: %s"
                .formatted(
                    file.named(),
                    version == null
                        ? "it was deleted"
                        : version.notKept() == null ? "forgotten" : version.notKept()));
      }
      var found =
          new LineOrigins.Found(file.path(), origins.versions().runs(row), row, row.coarse());
      return blamed(content.get(), found, null);
    }

    /// At a moment that `text` names: a commit, a step, a turn, a session, a snapshot or a time.
    BlamedFile at(String text) throws QueryException, SQLException, IOException {
      var moment = new Moments(sources, file.root()).of(text);
      return switch (moment) {
        case Moments.Commit commit -> at(commit);
        case Moments.Step step -> {
          var own = origins.versions().atStep(file.file(), step.id());
          yield own.isPresent() ? of(own.get()) : at(step.atMs(), text);
        }
        case Moments.Time time -> at(time.atMs(), text);
      };
    }

    private BlamedFile at(long ms, String text) throws QueryException, SQLException, IOException {
      var history = origins.versions().history(file.file());
      for (var row : history) {
        var at = row.at();
        if (at == null || at <= ms) {
          return of(row);
        }
      }
      if (!history.isEmpty()) {
        throw QueryException.notFound(
            "nothing is known of %s before %s".formatted(file.named(), text));
      }
      return now();
    }

    private BlamedFile at(Moments.Commit commit) throws QueryException, SQLException, IOException {
      try (var commits = GitCommits.of(commit.root())) {
        var files = commits.files(commit.id());
        for (var path : names()) {
          var there = files.get(path);
          if (there != null) {
            var content =
                commits
                    .content(there)
                    .orElseThrow(() ->
                        QueryException.notFound(
                            "the repository does not have the contents of %s in commit %s"
                                .formatted(path, commit.id())));
            if (!path.equals(file.path())) {
              notes.add("in that commit it is %s".formatted(path));
            }
            return blamed(
                content,
                origins.of(new LineOrigins.Asked(path, content, there.blob(), commit.id())),
                commit.id());
          }
        }
      }
      throw QueryException.notFound(
          "commit %s has no %s".formatted(commit.id().substring(0, 12), file.path()));
    }

    /// What the file is and was called.
    private List<String> names() throws SQLException {
      var names = new ArrayList<>(List.of(file.path()));
      for (var row : origins.versions().history(file.file())) {
        if (row.path().startsWith(file.root() + "/")) {
          var name = row.path().substring(file.root().length() + 1);
          if (!names.contains(name)) {
            names.add(name);
          }
        }
      }
      return names;
    }

    private BlamedFile blamed(byte[] content, LineOrigins.Found found, @Nullable String commit)
        throws QueryException {
      for (var i = 0; i < Math.min(content.length, FileText.PROBED); i++) {
        if (content[i] == 0) {
          throw QueryException.notFound(
              "%s is binary: it has no lines; 'clew log -- %s' tells who changed it"
                  .formatted(file.named(), file.named()));
        }
      }
      if (found.coarse()) {
        notes.add(
            "%s is too large to be told line by line: all of it is the last change's"
                .formatted(file.named()));
      }
      if (content.length == 0) {
        notes.add("%s is empty".formatted(file.named()));
      }
      return new BlamedFile(file, content, found, commit, List.copyOf(notes));
    }
  }

  /// The work tree in Git that the file is in; empty outside Git.
  Optional<RootChoice.Root> workTree() {
    var nowhere = Path.of("/nonexistent");
    return RootChoice.of(Path.of(file.root()), nowhere, nowhere) instanceof RootChoice.Root root
        ? Optional.of(root).filter(each -> each.git().isPresent())
        : Optional.empty();
  }
}
