package dev.clew.query;

import dev.clew.diff.LineDiff;
import dev.clew.index.Page;
import dev.clew.index.StepAuthor;
import dev.clew.index.VersionRow;
import dev.clew.workspace.FilePlace;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The history of a file, of some of its lines, or of all files below a folder: every version,
/// whoever made it, the newest first.
final class PathLog {
  private static final long MOST_BYTES = 64 << 20;

  private final NamedFile file;
  private final LineOrigins origins;
  private final Patches patches;
  private final boolean withLines;
  private final List<String> notes = new ArrayList<>();
  private final Map<Long, RangeBack> ranges = new HashMap<>(); // by version, where lines are asked

  /// @param withLines whether the lines that differ are wanted
  PathLog(Sources sources, NamedFile file, boolean withLines)
      throws SQLException, QueryException, IOException {
    this.file = file;
    this.withLines = withLines;
    this.origins = new LineOrigins(sources, file.root());
    var redactor = sources.redactor();
    this.patches =
        new Patches(
            text -> redactor.text(text).text(),
            new Patches.Style(withLines, Patches.Style.USUAL.context(), false));
  }

  /// What `text` asks for: with lines, the history of these.
  Answer<LogQuestion.Row> ask(Request request, String lines)
      throws SQLException, QueryException, IOException {
    var versions = origins.versions();
    var isFolder = file.path().isEmpty() || file.place().found() == FilePlace.Found.FOLDER;
    if (isFolder && !lines.isEmpty()) {
      throw QueryException.usage("%s is a folder: only files have lines".formatted(file.named()));
    }
    var all =
        isFolder
            ? below(file.path().isEmpty() ? file.root() : file.file())
            : lines.isEmpty()
                ? versions.history(file.file())
                : ofLines(versions.history(file.file()), LineRange.of(lines));
    if (all.isEmpty() && !isFolder && lines.isEmpty()) {
      all = below(file.file()); // a folder that is not there any more
    }
    if (all.isEmpty()) {
      notes.add(unchanged(isFolder));
    }
    origins.behind().ifPresent(notes::add);
    var ordered = request.flag("reverse") ? all.reversed() : all;
    var from = (int) Math.min(ordered.size(), request.offset());
    var to =
        request.limit() < 0
            ? ordered.size()
            : (int) Math.min(ordered.size(), (long) from + request.limit());
    var rows = rows(ordered.subList(from, to));
    var page = Answer.of(new Page<>(rows, from, ordered.size()), row -> (LogQuestion.Row) row);
    return new Answer<>(page.rows(), page.next(), page.total(), List.copyOf(notes));
  }

  /// A rename is told once, where the file went.
  private List<VersionRow> below(String folder) throws SQLException {
    return origins.versions().below(folder).stream()
        .filter(row -> row.content() != null || !row.op().equals("rename"))
        .toList();
  }

  private String unchanged(boolean isFolder) throws SQLException, IOException, QueryException {
    if (isFolder) {
      return "nothing below %s has changed since it was first looked at".formatted(file.named());
    }
    if (origins.lastSeen(file.path()).isPresent()) {
      return "%s has not changed since the workspace was first looked at".formatted(file.named());
    }
    throw QueryException.notFound("nothing is known of %s".formatted(file.named()));
  }

  private List<PathVersion> rows(List<VersionRow> versions)
      throws SQLException, IOException, QueryException {
    var ids = new HashSet<Long>();
    versions.forEach(version -> ids.add(version.cause()));
    var causes = origins.causes(ids);
    var authors = origins.authors(causes.values());
    var commits = origins.versions().commitsOf(versions.stream().map(VersionRow::id).toList());
    var rows = new ArrayList<PathVersion>();
    for (var version : versions) {
      var cause = causes.get(version.cause());
      if (cause == null) {
        throw new SQLException("no cause %d, though a version has it".formatted(version.cause()));
      }
      StepAuthor author = cause.step() == null ? null : authors.get(cause.step());
      rows.add(
          new PathVersion(
              version,
              diff(version),
              cause,
              author,
              commits.getOrDefault(version.id(), List.of())));
    }
    return rows;
  }

  private FileDiff diff(VersionRow version) throws SQLException, IOException {
    var before = predecessor(version);
    var root = version.root() == null ? "" : version.root();
    var diff =
        patches.of(
            root,
            state(root, before, version),
            state(root, version, version),
            null,
            counted(before, version));
    var range = ranges.get(version.id());
    var patch = diff.patch();
    return range == null || patch == null
        ? diff
        : diff.withPatch(HunksOfLines.of(patch, range.from(), range.to()));
  }

  private FileState state(String root, @Nullable VersionRow row, VersionRow now) {
    var path = row == null ? below(root, now.path()) : below(root, row.path());
    var content = row == null ? null : row.content();
    return content == null || row == null
        ? FileState.none(path)
        : new FileState(path, content, () -> origins.content(row));
  }

  private static String below(String root, String path) {
    return !root.isEmpty() && path.startsWith(root + "/")
        ? path.substring(root.length() + 1)
        : path;
  }

  private @Nullable VersionRow predecessor(VersionRow version) throws SQLException {
    var id = version.predecessor();
    return id == null ? null : origins.versions().version(id).orElse(null);
  }

  /// How many lines came and went; nothing where the lines themselves are wanted, or a content is
  /// not here.
  private int @Nullable [] counted(@Nullable VersionRow before, VersionRow version)
      throws SQLException, IOException {
    if (withLines) {
      return null;
    }
    if (version.coarse() || (before != null && before.coarse())) {
      return new int[2];
    }
    var diff = compare(before, version);
    return diff.map(each -> new int[] {each.added(), each.removed()}).orElseGet(() -> new int[2]);
  }

  private Optional<LineDiff> compare(@Nullable VersionRow before, VersionRow version)
      throws SQLException, IOException {
    var old = before == null ? Optional.<byte[]>empty() : origins.content(before);
    var now = origins.content(version);
    var oldIsHere = before == null || before.content() == null || old.isPresent();
    var nowIsHere = version.content() == null || now.isPresent();
    return oldIsHere && nowIsHere
        ? Optional.of(LineDiff.of(old.orElse(null), now.orElse(null)))
        : Optional.empty();
  }

  /// The versions in which these lines, as they are on disk now, became what they are.
  private List<VersionRow> ofLines(List<VersionRow> history, LineRange asked)
      throws SQLException, IOException, QueryException {
    var newest = history.stream().filter(row -> row.content() != null).findFirst();
    var disk = file.onDisk(MOST_BYTES);
    var content = newest.isPresent() ? origins.content(newest.get()) : Optional.<byte[]>empty();
    var now = disk.or(() -> content);
    if (now.isEmpty()) {
      throw QueryException.notFound("nothing is known of %s".formatted(file.named()));
    }
    var range = asked.within(dev.clew.origin.lines.Content.lines(now.get()), file.named());
    if (newest.isEmpty() || content.isEmpty()) {
      return newest.stream().toList();
    }
    var back = new RangeBack(range.first() - 1, range.last(), false);
    if (disk.isPresent() && !Arrays.equals(disk.get(), content.get())) {
      var changes = LineDiff.of(content.get(), disk.get()).changes();
      back = RangeBack.through(changes, back.from(), back.to());
      notes.add("%s has changed since it was last seen".formatted(file.named()));
    }
    return touching(history.subList(history.indexOf(newest.get()), history.size()), back);
  }

  private List<VersionRow> touching(List<VersionRow> history, RangeBack newest)
      throws SQLException, IOException {
    var found = new ArrayList<VersionRow>();
    var back = newest;
    for (var version : history) {
      if (back.from() == back.to()) {
        break;
      }
      ranges.put(version.id(), back);
      var before = predecessor(version);
      var diff = compare(before, version);
      if (diff.isEmpty() || before == null || before.content() == null) {
        found.add(version);
        break;
      }
      back = RangeBack.through(diff.get().changes(), back.from(), back.to());
      if (back.touched()) {
        found.add(version);
      }
    }
    return found;
  }
}
