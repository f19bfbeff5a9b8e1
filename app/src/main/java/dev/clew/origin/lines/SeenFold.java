package dev.clew.origin.lines;

import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.FirstLook;
import dev.clew.index.Runs;
import dev.clew.index.Seen;
import dev.clew.index.VersionRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes versions of the changes that a look at a workspace found.
final class SeenFold {
  private static final Set<String> EDIT_TOOL = Set.of("edit_arguments", "edit_arguments_differ");

  private final Past past;
  private final Weave weave;
  private final CauseBook causes;
  private final GitMade git;

  SeenFold(Past past, Weave weave, CauseBook causes, GitMade git) {
    this.past = past;
    this.weave = weave;
    this.causes = causes;
    this.git = git;
  }

  /// A change on the way to its version.
  ///
  /// @param predecessor the version before it; absent where none is known
  /// @param before what it is held against; absent where there was nothing, or nothing that is
  ///   known
  /// @param after its bytes; absent where there are none, or none that are known
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(
      Seen<WorkspaceChange> seen,
      long cause,
      @Nullable VersionRow predecessor,
      @Nullable Ancestor before,
      byte @Nullable [] after) {

    WorkspaceChange change() {
      return seen.what();
    }

    /// Whether its lines can be told from what was there before.
    boolean isLines() {
      return (change().before() == null) == (before == null)
          && (change().after() == null) == (after == null);
    }
  }

  /// All changes that one look at a workspace found.
  void look(List<Seen<WorkspaceChange>> look) throws IOException {
    var files = new HashSet<String>();
    look.forEach(each -> files.add(file(each)));
    var gone = gone(look);
    var waiting = new LinkedHashMap<String, List<Seen<WorkspaceChange>>>();
    for (var each : look) {
      waiting.computeIfAbsent(file(each), _ -> new ArrayList<>()).add(each);
    }
    while (!waiting.isEmpty()) {
      var hands = new LinkedHashMap<String, List<Seen<WorkspaceChange>>>();
      for (var of : waiting.values()) {
        var next = next(of);
        of.remove(next);
        hands.computeIfAbsent(hand(next), _ -> new ArrayList<>()).add(next);
      }
      waiting.values().removeIf(List::isEmpty);
      for (var changes : hands.values()) {
        apply(changes, files, gone);
      }
    }
  }

  /// What stood in files that went: Git may have taken it elsewhere, as it does where it joins what
  /// two sides did and one of them moved the file.
  private List<VersionRow> gone(List<Seen<WorkspaceChange>> look) throws IOException {
    var gone = new ArrayList<VersionRow>();
    for (var each : look) {
      if (each.what().after() == null && gone.size() < GitMade.ANCESTORS) {
        weave.tip(file(each)).ifPresent(gone::add);
      }
    }
    return gone;
  }

  /// A first look at a workspace where transcripts tell of files: what they do not tell of was
  /// there.
  void first(FirstLook look) throws IOException {
    for (var file : look.told()) {
      var content = past.first(look.root(), file.substring(look.root().length() + 1));
      var tip = weave.tip(file);
      if (content.isPresent() && (tip.isEmpty() || !GitMade.isSame(tip.get(), content.get()))) {
        first(look.root(), file, look.at(), content.get());
      }
    }
  }

  /// The version that was there at the first look.
  private VersionRow first(String root, String file, @Nullable Long at, FileVersion content)
      throws IOException {
    var tip = weave.tip(file).orElse(null);
    var bytes = bytes(content);
    return weave.add(
        new Weave.Source(0, 0, root, file, at, null, null, VersionRow.BASELINE, "modify"),
        content,
        tip,
        causes.first(),
        null,
        bytes == null ? Runs.EMPTY : goingOn(tip, bytes, causes.first()),
        bytes != null && Content.coarse(bytes),
        tip);
  }

  private static String file(Seen<WorkspaceChange> seen) {
    return seen.what().root() + "/" + seen.what().path();
  }

  /// Who did it: what one did at once is one change, in which lines move.
  private static String hand(Seen<WorkspaceChange> seen) {
    return seen.what().origin().wire() + (seen.step() == null ? "" : seen.step());
  }

  /// Of several parts of one file's change the one that goes on from what is there, else one that
  /// goes on from none of the others: records of several conversations tell them.
  private Seen<WorkspaceChange> next(List<Seen<WorkspaceChange>> changes) throws IOException {
    if (changes.size() > 1) {
      for (var each : changes) {
        var tip = weave.tip(before(each.what())).map(VersionRow::content).orElse(null);
        var before = each.what().before();
        if (before == null ? tip == null : tip != null && tip.sha256().equals(before.sha256())) {
          return each;
        }
      }
    }
    return changes.stream()
        .filter(each -> changes.stream().noneMatch(other -> goesOn(other.what(), each.what())))
        .findFirst()
        .orElseGet(changes::getFirst);
  }

  private static boolean goesOn(WorkspaceChange first, WorkspaceChange second) {
    var between = first.after();
    var before = second.before();
    return !first.equals(second)
        && between != null
        && before != null
        && between.sha256().equals(before.sha256());
  }

  /// The file that was there before: another one for a rename.
  private static String before(WorkspaceChange change) {
    return change.root() + "/" + pathBefore(change);
  }

  private static String pathBefore(WorkspaceChange change) {
    var from = change.from();
    return from == null ? change.path() : from;
  }

  private void apply(List<Seen<WorkspaceChange>> changes, Set<String> files, List<VersionRow> gone)
      throws IOException {
    var parts = new ArrayList<Part>();
    for (var each : changes) {
      parts.add(part(each));
    }
    var told = new LinkedHashMap<Part, Runs>();
    for (var part : parts) {
      runs(part, gone).ifPresent(runs -> told.put(part, runs));
    }
    var together =
        parts.stream().filter(part -> !told.containsKey(part) && part.isLines()).toList();
    var runs =
        Inherit.changes(
            together.stream()
                .map(part -> new Changed(part.before(), part.after(), part.cause()))
                .toList(),
            causes);
    for (int i = 0; i < together.size(); i++) {
      told.put(together.get(i), runs.get(i));
    }
    for (var part : parts) {
      add(part, told, files);
    }
  }

  private Part part(Seen<WorkspaceChange> seen) throws IOException {
    var change = seen.what();
    var predecessor = predecessor(seen);
    var before =
        predecessor == null || change.before() == null
            ? Optional.<Ancestor>empty()
            : weave.ancestor(predecessor, 0);
    return new Part(seen, causes.of(seen), predecessor, before.orElse(null), bytes(change.after()));
  }

  private byte @Nullable [] bytes(@Nullable FileVersion content) throws IOException {
    return content == null ? null : past.bytes(content).orElse(null);
  }

  /// The runs of what is not told by comparing lines: what did not change, what Git made, and whole
  /// copies.
  private Optional<Runs> runs(Part part, List<VersionRow> gone) throws IOException {
    var change = part.change();
    var after = change.after();
    var before = change.before();
    var predecessor = part.predecessor();
    if (after == null) {
      return Optional.empty();
    }
    if (before != null && predecessor != null && before.sha256().equals(after.sha256())) {
      return Optional.of(weave.runs(predecessor));
    }
    if (part.after() == null) {
      return Optional.of(Runs.EMPTY);
    }
    if (CauseBook.isBroughtBack(change)) {
      var known = git.known(change.root(), change.path(), after, change.commit());
      return Optional.of(
          known.isPresent()
              ? known.get().runs()
              : git.made(
                  part.after(),
                  List.of(),
                  change.root() + "/" + change.path(),
                  before == null ? null : predecessor,
                  before == null ? gone : List.of(),
                  part.cause()));
    }
    if (before == null) {
      return copy(part, after);
    }
    return part.before() == null
        ? Optional.of(Runs.whole(Content.lines(part.after()), causes.notKept(part.seen())))
        : Optional.empty();
  }

  /// A file that was made with another's whole content, by no edit tool: that one's lines.
  private Optional<Runs> copy(Part part, FileVersion after) throws IOException {
    var blob = after.blob();
    if (blob == null
        || part.change().origin() == OriginClass.UNKNOWN
        || part.change().evidence().stream().anyMatch(EDIT_TOOL::contains)) {
      return Optional.empty();
    }
    var bytes = part.after();
    if (bytes == null || Content.trivial(bytes)) {
      return Optional.empty();
    }
    var found = sources(part.change().root(), after, Content.lines(bytes));
    return found.isEmpty() || found.getFirst().lines() != Content.lines(bytes)
        ? Optional.empty()
        : Inherit.copied(new Ancestor(bytes, Inherit.agreed(found, causes)), part.cause(), causes);
  }

  /// The lines of the files that have this content now.
  private List<Runs> sources(String root, FileVersion content, int lines) throws IOException {
    var files = new LinkedHashSet<VersionRow>();
    for (var row : weave.withBlob(Objects.requireNonNull(content.blob()))) {
      var tip = GitMade.isSame(row, content) ? weave.tip(row.path()) : Optional.<VersionRow>empty();
      if (tip.isPresent() && GitMade.isSame(tip.get(), content)) {
        files.add(tip.get());
      }
    }
    var found = new ArrayList<Runs>();
    for (var row : files) {
      found.add(weave.runs(row));
    }
    return found.isEmpty() && isUntouched(root, content)
        ? List.of(Runs.whole(lines, causes.first()))
        : found;
  }

  /// Whether a file has this content that nobody has changed since the workspace was first seen.
  private boolean isUntouched(String root, FileVersion content) throws IOException {
    for (var path : past.firstWith(root, content)) {
      if (weave.tip(root + "/" + path).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void add(Part part, Map<Part, Runs> told, Set<String> files) throws IOException {
    var change = part.change();
    var after = change.after();
    var bytes = part.after();
    var predecessor = part.predecessor();
    var runs = told.getOrDefault(part, Runs.EMPTY);
    var file = change.root() + "/" + change.path();
    weave.add(
        source(part.seen(), file, VersionRow.SEEN),
        after,
        predecessor,
        part.cause(),
        change.commit(),
        runs,
        bytes != null && Content.coarse(bytes),
        after == null ? null : predecessor);
    if (change.from() != null && !files.contains(before(change))) {
      weave.add(
          source(part.seen(), before(change), VersionRow.SEEN),
          null,
          predecessor,
          part.cause(),
          change.commit(),
          Runs.EMPTY,
          false,
          null);
    }
  }

  private static Weave.Source source(Seen<WorkspaceChange> seen, String file, String kind) {
    var own = kind.equals(VersionRow.SEEN);
    return new Weave.Source(
        seen.seq(),
        seen.ordinal(),
        seen.what().root(),
        file,
        seen.at(),
        own ? seen.session() : null,
        own ? seen.step() : null,
        kind,
        own ? seen.what().op().wire() : "modify");
  }

  /// The version before a change; where that is none that is known, one is made of what was there.
  private @Nullable VersionRow predecessor(Seen<WorkspaceChange> seen) throws IOException {
    var change = seen.what();
    var before = change.before();
    var tip = weave.tip(before(change)).orElse(null);
    if (before == null || (tip != null && GitMade.isSame(tip, before))) {
      return tip;
    }
    var bytes = bytes(before);
    var found =
        tip == null ? past.first(change.root(), pathBefore(change)) : Optional.<FileVersion>empty();
    var first = found.filter(each -> each.sha256().equals(before.sha256())).isPresent();
    if (found.isPresent() && !first) {
      tip = first(change.root(), before(change), seen.at(), found.get()); // what came then is lost
    }
    var cause = first ? causes.first() : causes.gap(seen.at());
    return weave.add(
        source(seen, before(change), first ? VersionRow.BASELINE : VersionRow.GAP),
        before,
        tip,
        cause,
        null,
        bytes == null ? Runs.EMPTY : between(change, before, bytes, tip, first, cause),
        bytes != null && Content.coarse(bytes),
        tip);
  }

  /// Whose lines that has: in a work tree of a repository that was seen before, those of the
  /// version that Git put there.
  private Runs between(
      WorkspaceChange change,
      FileVersion before,
      byte[] bytes,
      @Nullable VersionRow tip,
      boolean first,
      long cause)
      throws IOException {
    if (first && past.roots().size() > 1) {
      var known = git.known(change.root(), pathBefore(change), before, null);
      if (known.isPresent()) {
        return known.get().runs();
      }
    }
    return goingOn(tip, bytes, cause);
  }

  /// Whose the lines of a content are that comes after a version; of one that is only told of,
  /// redacted lines are held against redacted ones.
  private Runs goingOn(@Nullable VersionRow tip, byte[] bytes, long cause) throws IOException {
    var ancestor = tip == null ? null : weave.ancestor(tip, 0).orElse(null);
    if (tip == null || tip.root() != null || ancestor == null) {
      return Inherit.change(ancestor, bytes, cause, causes);
    }
    var masked = past.masked(bytes, ancestor.content());
    var lines = Inherit.change(ancestor, masked.content(), cause, causes).toLines();
    for (var line = 1; line < lines.length; line++) {
      if (masked.isSwallowed(line)) {
        lines[line] = lines[line - 1]; // of the same passage
      }
    }
    return Runs.ofLines(lines);
  }
}
