package dev.clew.query;

import dev.clew.diff.LineDiff;
import dev.clew.event.LineRange;
import dev.clew.event.OriginClass;
import dev.clew.index.CauseRow;
import dev.clew.index.ClaimRow;
import dev.clew.index.SessionRow;
import dev.clew.index.StepAuthor;
import dev.clew.origin.lines.Claimed;
import dev.clew.workspace.GitHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The lines that commits brought, and where they come from: what goes out to other tools.
///
/// A line is a commit's when none of its parents has it. Where nothing of our own is known of it,
/// what another tool claimed of it is told instead.
public final class CommitLines {
  private final Sources sources;
  private final GitHistory git;
  private final LineOrigins origins;
  private final String root;
  private final Map<String, Optional<SessionRow>> sessions = new HashMap<>();

  /// @param root the work tree's folder
  public CommitLines(Sources sources, String root) throws SQLException, QueryException {
    this.sources = sources;
    this.root = root;
    this.git = new GitHistory(Path.of(root));
    this.origins = new LineOrigins(sources, root);
  }

  /// What a commit brought.
  ///
  /// @param files those in which it brought lines, by path
  public record OfCommit(GitHistory.Commit commit, List<OfFile> files) {}

  /// The lines of one file.
  ///
  /// @param path in the form of [dev.clew.workspace.PathText]
  /// @param lines how many lines the file has
  /// @param coarse whether it is too large, or binary, to be told line by line: it then has none
  public record OfFile(String path, String blob, int lines, boolean coarse, List<Range> ranges) {}

  /// Lines that follow each other and come from one place.
  ///
  /// @param author whose work the cause's step is
  /// @param session the session of the cause, where it is known
  /// @param claim what another tool says; absent where something of our own is known
  public record Range(
      LineRange lines,
      CauseRow cause,
      @Nullable StepAuthor author,
      @Nullable SessionRow session,
      @Nullable ClaimRow claim) {}

  /// Whether something has been seen that no answer has yet.
  public boolean behind() throws SQLException {
    return origins.versions().behind();
  }

  /// The commits that a range names, parents first.
  public List<GitHistory.Commit> commits(String range) throws IOException {
    return git.commits(range);
  }

  /// The lines that a commit brought.
  public OfCommit of(GitHistory.Commit commit) throws SQLException, IOException, QueryException {
    var changes = git.changes(commit);
    var wanted = new ArrayList<String>();
    for (var change : changes) {
      wanted.add(change.blob());
      wanted.addAll(change.before());
    }
    var contents = git.contents(wanted.stream().distinct().toList());
    var claims = Claimed.current(sources.index().claims().ofCommit(commit.id()));
    var files = new ArrayList<OfFile>();
    for (var change : changes) {
      var content = contents.get(change.blob());
      if (content != null) {
        files.add(of(commit, change, content, contents, claims));
      }
    }
    return new OfCommit(commit, files);
  }

  private OfFile of(
      GitHistory.Commit commit,
      GitHistory.Changed change,
      byte[] content,
      Map<String, byte[]> contents,
      List<ClaimRow> claims)
      throws SQLException, IOException, QueryException {
    var asked = new LineOrigins.Asked(change.path(), content, change.blob(), commit.id());
    var found = origins.of(asked);
    var lines = found.runs().lines();
    if (found.coarse()) {
      return new OfFile(change.path(), change.blob(), lines, true, List.of());
    }
    var causes = origins.causesOf(List.of(found));
    var authors = origins.authors(causes.values());
    var claimed = new @Nullable ClaimRow[lines + 1];
    for (var claim : claims) {
      if (isOf(claim, change)) {
        for (var range : claim.claim().lines()) {
          Arrays.fill(
              claimed, Math.min(range.from(), lines + 1), Math.min(range.to(), lines) + 1, claim);
        }
      }
    }
    var added = added(change, content, contents, lines);
    var ranges = new ArrayList<Range>();
    for (var line = added.nextSetBit(0); line >= 0; line = added.nextSetBit(line)) {
      var cause = found.runs().causeOf(line);
      var row = told(causes, cause);
      var claim = claim(row, claimed[line + 1]);
      var end = line + 1;
      while (end < lines
          && added.get(end)
          && found.runs().causeOf(end) == cause
          && Objects.equals(claim(row, claimed[end + 1]), claim)) {
        end++;
      }
      var step = row.step();
      ranges.add(
          new Range(
              new LineRange(line + 1, end),
              row,
              step == null ? null : authors.get(step),
              session(row),
              claim));
      line = end;
    }
    return new OfFile(change.path(), change.blob(), lines, false, ranges);
  }

  /// The claim that a line's origin is: the one about this commit, else the one that the line came
  /// with; absent where something of our own is known.
  private @Nullable ClaimRow claim(CauseRow row, @Nullable ClaimRow here)
      throws SQLException, QueryException {
    var from = row.commit();
    if (Claimed.isOpen(row)
        || (here != null && Claimed.cause(here).id() == row.id())
        || !row.evidence().contains(Claimed.CLAIMED)
        || from == null) {
      return Claimed.isOpen(row) || row.evidence().contains(Claimed.CLAIMED) ? here : null;
    }
    return sources.index().claims().ofCommit(from).stream()
        .filter(each -> Claimed.cause(each).id() == row.id())
        .findFirst()
        .orElse(null);
  }

  private boolean isOf(ClaimRow claim, GitHistory.Changed change) {
    var told = claim.claim();
    return (told.root().equals(root) || told.blob() == null)
        ? told.path().equals(change.path())
        : told.path().equals(change.path()) && change.blob().equals(told.blob());
  }

  /// A note says how lines were moved about, not who wrote them.
  static CauseRow told(Map<Long, CauseRow> causes, long id) {
    var row = causes.get(id);
    while (row != null && row.base() != null && causes.containsKey(row.base())) {
      row = causes.get(row.base());
    }
    if (row == null) {
      throw new IllegalStateException("cause " + id + " was named and is not there");
    }
    return row;
  }

  private Optional<SessionRow> find(String id) {
    try {
      var found = sources.index().sessionsLike(id);
      return found.size() == 1 ? sources.index().session(found.getFirst()) : Optional.empty();
    } catch (SQLException | QueryException e) {
      throw new IllegalStateException("the index was open before", e);
    }
  }

  private @Nullable SessionRow session(CauseRow cause) {
    var id = cause.session();
    return id == null || cause.origin() != OriginClass.AGENT
        ? null
        : sessions.computeIfAbsent(id, this::find).orElse(null);
  }

  /// The lines that no parent has, from 0.
  static BitSet added(
      GitHistory.Changed change, byte[] content, Map<String, byte[]> contents, int lines) {
    var added = new BitSet(lines);
    added.set(0, lines);
    for (var parent : change.before()) {
      var before = contents.get(parent);
      var its = new BitSet(lines);
      if (before != null) {
        LineDiff.of(before, content)
            .changes()
            .forEach(each -> its.set(each.newFrom(), each.newTo()));
        added.and(its);
      }
    }
    return added;
  }
}
