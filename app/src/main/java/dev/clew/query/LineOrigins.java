package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.index.CauseRow;
import dev.clew.index.Runs;
import dev.clew.index.StepAuthor;
import dev.clew.index.VersionReader;
import dev.clew.index.VersionRow;
import dev.clew.origin.lines.Ancestor;
import dev.clew.origin.lines.Claimed;
import dev.clew.origin.lines.Content;
import dev.clew.origin.lines.Inherit;
import dev.clew.workspace.Contents;
import dev.clew.workspace.DamagedTreeException;
import dev.clew.workspace.Trees;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the lines of contents come from: of files on disk, of a commit's, of what is about to be
/// committed.
///
/// A content that is a known version has that version's lines. Any other is held against the
/// versions of its path: what it has from them is theirs, the rest is what is said of it.
public final class LineOrigins {
  private static final int ANCESTORS = 16;

  private final Sources sources;
  private final String root;
  private final VersionReader versions;
  private final AskedCauses causes;
  private final StoredObjects objects;
  private final Optional<String> repository;

  /// @param root the workspace's folder
  public LineOrigins(Sources sources, String root) throws SQLException, QueryException {
    this.sources = sources;
    this.root = root;
    this.versions = sources.index().versions();
    this.causes = new AskedCauses(versions, sources.warm());
    this.objects = new StoredObjects(sources);
    this.repository = versions.repositoryOf(root);
  }

  /// A content whose lines are asked about. The array is not copied and must not change.
  ///
  /// @param path below the workspace's folder
  /// @param blob Git's id of the content; absent where it is not known
  /// @param commit the commit that has it; absent for what is on disk or about to be committed
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Asked(String path, byte[] content, @Nullable String blob, @Nullable String commit) {
    /// A file as it is on disk.
    public static Asked onDisk(String path, byte[] content) {
      return new Asked(path, content, null, null);
    }
  }

  /// Where the lines of a content come from.
  ///
  /// @param path below the workspace's folder
  /// @param runs the causes of its lines
  /// @param known the version that it is; absent where it is none that is known
  /// @param coarse whether it is too large to be told line by line
  public record Found(String path, Runs runs, @Nullable VersionRow known, boolean coarse) {}

  /// Where the lines of a content come from.
  public Found of(Asked asked) throws SQLException, IOException {
    var file = root + "/" + asked.path();
    var lines = Content.lines(asked.content());
    var coarse = Content.coarse(asked.content());
    var known = known(asked, file);
    if (known.size() == 1 || agree(known, lines)) {
      return new Found(asked.path(), versions.runs(known.getFirst()), known.getFirst(), coarse);
    }
    if (!known.isEmpty()) {
      return new Found(asked.path(), together(known), null, coarse);
    }
    return new Found(asked.path(), inherited(asked, file), null, coarse);
  }

  /// The versions that have just this content and are this file's; several where it is not known
  /// which.
  private List<VersionRow> known(Asked asked, String file) throws SQLException {
    var lines = Content.lines(asked.content());
    var sha256 = Patches.sha256(asked.content());
    var commit = asked.commit();
    if (commit != null) {
      var had = versions.ofCommit(commit, file).filter(row -> has(row, lines));
      if (had.isPresent()) {
        return List.of(had.get());
      }
    } else {
      var tip = versions.tip(file);
      if (tip.isPresent() && has(tip.get(), lines) && isContent(tip.get(), sha256)) {
        return List.of(tip.get());
      }
    }
    var blob = asked.blob();
    if (blob == null || lines == 0 || repository.isEmpty()) {
      return List.of();
    }
    var all =
        versions.byBlob(repository.get(), blob).stream().filter(row -> has(row, lines)).toList();
    var here = all.stream().filter(row -> row.path().equals(file)).toList();
    return here.isEmpty() ? all : here;
  }

  private static boolean has(VersionRow row, int lines) {
    return row.content() != null && row.lines() == lines;
  }

  private static boolean isContent(VersionRow row, String sha256) {
    return row.content() != null && row.content().sha256().equals(sha256);
  }

  private boolean agree(List<VersionRow> known, int lines) throws SQLException {
    Runs first = null;
    for (var row : known) {
      var runs = versions.runs(row);
      if (runs.lines() != lines || (first != null && !first.equals(runs))) {
        return false;
      }
      first = runs;
    }
    return first != null;
  }

  /// Each line as the versions agree on it.
  private Runs together(List<VersionRow> known) throws SQLException {
    var all = new ArrayList<long[]>();
    for (var row : known) {
      all.add(versions.runs(row).toLines());
    }
    var lines = all.getFirst().clone();
    for (var i = 0; i < lines.length; i++) {
      var named = new HashSet<Long>();
      for (var each : all) {
        named.add(each[i]);
      }
      if (named.size() > 1) {
        lines[i] = causes.disagree(named.stream().sorted().toList());
      }
    }
    return Runs.ofLines(lines);
  }

  private Runs inherited(Asked asked, String file) throws SQLException, IOException {
    var commit = asked.commit();
    var tip = versions.tip(file);
    if (commit == null && asked.blob() == null) {
      return onDisk(asked, tip);
    }
    var ancestors = new ArrayList<Ancestor>();
    for (var row : versions.history(file)) {
      if (ancestors.size() < ANCESTORS) {
        ancestor(row).ifPresent(found -> ancestors.add(ranked(found, ancestors.size())));
      }
    }
    if (ancestors.isEmpty()) {
      firstLook(asked.path()).ifPresent(ancestors::add);
    }
    var rest = commit == null ? causes.notSeenYet() : causes.ofCommit(commit);
    return Inherit.made(asked.content(), ancestors, rest, causes);
  }

  private static Ancestor ranked(Ancestor ancestor, int rank) {
    return new Ancestor(ancestor.content(), ancestor.runs(), rank);
  }

  private Runs onDisk(Asked asked, Optional<VersionRow> tip) throws SQLException, IOException {
    var rest = causes.notSeenYet();
    if (tip.isEmpty()) {
      var before = firstLook(asked.path()).orElse(null);
      return Inherit.change(before, asked.content(), rest, causes);
    }
    var before = ancestor(tip.get());
    if (before.isEmpty() || !isTold(tip.get())) {
      return Inherit.change(before.orElse(null), asked.content(), rest, causes);
    }
    // What was told of the file has no secrets in it.
    var redactor = sources.redactor();
    var shown = ShownLines.of(asked.content(), text -> redactor.text(text).text());
    return Inherit.change(before.get(), shown.bytes(asked.content()), rest, causes);
  }

  private static boolean isTold(VersionRow row) {
    return row.root() == null;
  }

  /// A version with its content; empty where that is not here.
  private Optional<Ancestor> ancestor(VersionRow row) throws SQLException, IOException {
    var content = content(row);
    return content.isPresent() && Content.lines(content.get()) == row.lines()
        ? Optional.of(new Ancestor(content.get(), versions.runs(row)))
        : Optional.empty();
  }

  /// What a version holds; empty where the bytes are not kept, or are gone. What a transcript tells
  /// is redacted.
  Optional<byte[]> content(VersionRow row) throws SQLException, IOException {
    var version = row.content();
    if (version == null) {
      return Optional.empty();
    }
    return isTold(row) ? versions.toldContent(version.sha256()) : content(version);
  }

  /// What a file holds that was seen; empty where the bytes are not kept, or are gone.
  Optional<byte[]> content(FileVersion version) throws IOException {
    if (version.notKept() != null) {
      return Optional.empty();
    }
    var pieces = version.pieces();
    return pieces == null ? objects.read(version.sha256()) : new Contents(objects).joined(pieces);
  }

  /// A file that was there at the last look and of which nothing else is known: so it has not
  /// changed since the first.
  private Optional<Ancestor> firstLook(String path) throws SQLException, IOException {
    var seen = lastSeen(path);
    var content = seen.isPresent() ? content(seen.get()) : Optional.<byte[]>empty();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    var runs = Runs.whole(Content.lines(content.get()), causes.firstLook());
    var blob = seen.get().blob();
    return Optional.of(
        new Ancestor(content.get(), blob == null ? runs : claimed(path, blob, runs)));
  }

  /// The lines of a content with what other tools claim of them.
  private Runs claimed(String path, String blob, Runs runs) throws SQLException {
    try {
      var claims =
          sources.index().claims().ofFile(root + "/" + path).stream()
              .filter(row -> blob.equals(row.claim().blob()))
              .toList();
      return Claimed.over(runs, claims, causes);
    } catch (QueryException e) {
      throw new IllegalStateException("the index was open before", e);
    }
  }

  /// A file as the last look at the workspace saw it.
  Optional<FileVersion> lastSeen(String path) throws SQLException, IOException {
    try {
      var last = sources.index().workspaces().lastSnapshot(root, Long.MAX_VALUE);
      return last.isEmpty()
          ? Optional.empty()
          : new Trees(objects)
              .entry(last.get().what().tree(), path)
              .filter(entry -> entry.kind().hasContent())
              .map(entry -> entry.version());
    } catch (DamagedTreeException e) {
      return Optional.empty(); // 'clew fsck' tells; versions do not need it
    } catch (QueryException e) {
      throw new IllegalStateException("the index was open before", e);
    }
  }

  /// The causes with these numbers: also those that came up only now.
  public Map<Long, CauseRow> causes(Collection<Long> ids) throws SQLException {
    return causes.of(ids);
  }

  /// The causes of all lines of what was found.
  public Map<Long, CauseRow> causesOf(Collection<Found> found) throws SQLException {
    var ids = new HashSet<Long>();
    for (var each : found) {
      for (var run = 0; run < each.runs().size(); run++) {
        ids.add(each.runs().cause(run));
      }
    }
    return causes.of(ids);
  }

  /// Whose work the steps of these causes are, by step.
  public Map<Long, StepAuthor> authors(Collection<CauseRow> rows)
      throws SQLException, QueryException {
    var steps = new HashSet<Long>();
    for (var row : rows) {
      if (row.step() != null) {
        steps.add(row.step());
      }
      if (row.noteStep() != null) {
        steps.add(row.noteStep());
      }
    }
    return sources.warm().authors(sources.index(), steps);
  }

  /// What to say while something that was recorded has no version yet.
  Optional<String> behind() throws SQLException {
    return versions.behind()
        ? Optional.of("what was recorded last is not in this answer yet")
        : Optional.empty();
  }

  /// The versions of files.
  VersionReader versions() {
    return versions;
  }
}
