package dev.clew.query;

import dev.clew.diff.LineDiff;
import dev.clew.origin.lines.Content;
import dev.clew.workspace.FilePlace;
import dev.clew.workspace.GitBlame;
import dev.clew.workspace.GitCommits;
import dev.clew.workspace.GitFile;
import dev.clew.workspace.Kind;
import dev.clew.workspace.Reason;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts where the lines come from that a range of commits brought, or that a working tree has.
final class CountedLines {
  private static final Path NOWHERE = Path.of("/nonexistent");

  private final Sources sources;
  private final RootChoice.Root root;
  private final LineOrigins origins;
  private final LineTally tally;
  private final List<String> notes = new ArrayList<>();
  private int leftOut;

  private CountedLines(Sources sources, RootChoice.Root root, LineTally tally)
      throws SQLException, QueryException {
    this.sources = sources;
    this.root = root;
    this.tally = tally;
    this.origins = new LineOrigins(sources, root.folder().toString());
  }

  /// What the commits of `range` brought; what the working tree has where it is empty.
  ///
  /// @param range `A..B`, or a commit, which stands for what it brought itself
  static Answer<StatsQuestion.Row> of(
      Sources sources, String folder, String range, List<String> facets, int keys)
      throws SQLException, QueryException, IOException {
    if (!(RootChoice.of(Path.of(folder), NOWHERE, NOWHERE) instanceof RootChoice.Root root)) {
      throw QueryException.usage("folder: say whose lines are to be counted");
    }
    var tally = new LineTally(facets);
    var counted = new CountedLines(sources, root, tally);
    if (range.isEmpty()) {
      counted.workingTree();
    } else {
      counted.range(range);
    }
    if (counted.leftOut > 0) {
      counted.notes.add(
          "%d files are binary, too large or not here, and not counted".formatted(counted.leftOut));
    }
    counted.origins.behind().ifPresent(counted.notes::add);
    List<StatsQuestion.Row> rows = List.copyOf(tally.rows(keys));
    return new Answer<>(rows, Optional.empty(), rows.size(), List.copyOf(counted.notes));
  }

  private void workingTree() throws SQLException, IOException, QueryException {
    var last = sources.index().workspaces().lastSnapshot(root.folder().toString(), Long.MAX_VALUE);
    if (last.isEmpty()) {
      throw QueryException.notFound(
          "%s has not been looked at yet: 'clew init' has agents' hooks look at it"
              .formatted(root.folder()));
    }
    var paths = new ArrayList<String>();
    new Trees(new StoredObjects(sources))
        .walk(
            last.get().what().tree(),
            (path, entry) -> {
              if ((entry.kind() == Kind.FILE || entry.kind() == Kind.EXECUTABLE)
                  && entry.reason() == Reason.NONE) {
                paths.add(path);
              }
            });
    for (var path : paths) {
      var content = onDisk(path);
      if (content.isPresent()) {
        var all = new BitSet();
        all.set(0, Content.lines(content.get()));
        count(LineOrigins.Asked.onDisk(path, content.get()), all, content);
      }
    }
  }

  private Optional<byte[]> onDisk(String path) throws IOException {
    var place = FilePlace.of(root.folder(), path);
    return place.found() == FilePlace.Found.FILE && place.size() <= Content.MOST_BYTES
        ? Optional.of(place.read())
        : Optional.empty();
  }

  private void range(String text) throws SQLException, IOException, QueryException {
    if (root.git().isEmpty()) {
      throw QueryException.usage(
          "%s is no Git work tree, so it has no commits".formatted(root.folder()));
    }
    if (text.contains("...")) {
      throw QueryException.usage("range: expected A..B or a commit, found '%s'".formatted(text));
    }
    try (var commits = GitCommits.of(root)) {
      var dots = text.indexOf("..");
      var to = dots < 0 ? text : text.substring(dots + 2);
      var after = commit(commits, to);
      var before =
          dots < 0
              ? commits.commit(after + "^")
              : Optional.of(commit(commits, text.substring(0, dots)));
      var old =
          before.isPresent()
              ? commits.files(before.get())
              : new java.util.TreeMap<String, GitFile>();
      var moved = new HashSet<String>();
      old.values().forEach(file -> moved.add(file.blob()));
      for (var entry : commits.files(after).entrySet()) {
        var had = old.get(entry.getKey());
        var isSame =
            had == null
                ? moved.contains(entry.getValue().blob())
                : had.blob().equals(entry.getValue().blob());
        if (!isSame && entry.getValue().mode().startsWith("100")) {
          changed(commits, after, entry.getKey(), had, entry.getValue());
        }
      }
    }
  }

  private static String commit(GitCommits commits, String name) throws IOException, QueryException {
    var meant = name.isEmpty() ? "HEAD" : name;
    return commits
        .commit(meant)
        .orElseThrow(() -> QueryException.notFound("no commit is called %s".formatted(meant)));
  }

  private void changed(
      GitCommits commits, String commit, String path, @Nullable GitFile had, GitFile has)
      throws SQLException, IOException, QueryException {
    var now = commits.content(has);
    var before = had == null ? Optional.<byte[]>empty() : commits.content(had);
    if (now.isEmpty() || (had != null && before.isEmpty())) {
      leftOut++;
      return;
    }
    if (Content.coarse(now.get())) {
      leftOut++;
      return;
    }
    var added = new BitSet();
    for (var change : LineDiff.of(before.orElse(null), now.get()).changes()) {
      added.set(change.newFrom(), change.newTo());
    }
    count(new LineOrigins.Asked(path, now.get(), has.blob(), commit), added, onDisk(path));
  }

  /// Counts lines of one file.
  ///
  /// @param disk the file as it is on disk
  private void count(LineOrigins.Asked asked, BitSet counted, Optional<byte[]> disk)
      throws SQLException, IOException, QueryException {
    if (Content.coarse(asked.content())) {
      leftOut++;
      return;
    }
    var found = origins.of(asked);
    var causes = origins.causesOf(List.of(found));
    var steps = origins.authors(causes.values());
    var survivors = survivors(asked.content(), disk);
    var authors = authors(asked, found.runs().lines());
    for (var line = counted.nextSetBit(0); line >= 0; line = counted.nextSetBit(line + 1)) {
      var cause = causes.get(found.runs().causeOf(line));
      if (cause != null) {
        var step = cause.step();
        tally.add(
            asked.path(),
            cause,
            step == null ? null : steps.get(step),
            line < authors.size()
                ? authors.get(line).map(GitBlame.Told::author).orElse(null)
                : null,
            survivors.get(line));
      }
    }
  }

  private static BitSet survivors(byte[] content, Optional<byte[]> disk) {
    var survivors = new BitSet();
    if (disk.isPresent()) {
      survivors.set(0, Content.lines(content));
      for (var change : LineDiff.of(content, disk.get()).changes()) {
        survivors.clear(change.oldFrom(), change.oldTo());
      }
    }
    return survivors;
  }

  private List<Optional<GitBlame.Told>> authors(LineOrigins.Asked asked, int lines)
      throws IOException {
    if (!tally.wantsAuthors() || root.git().isEmpty()) {
      return List.of();
    }
    var redactor = sources.redactor();
    try {
      return GitBlame.of(root.folder(), asked.path(), asked.content(), lines, asked.commit())
          .stream()
          .map(each ->
              each.map(told ->
                  new GitBlame.Told(
                      told.commit(), redactor.text(told.author()).text(), told.authoredAt(), "")))
          .toList();
    } catch (IOException e) {
      return List.of(); // the file is in no commit yet
    }
  }
}
