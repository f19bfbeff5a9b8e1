package dev.clew.origin.lines;

import dev.clew.event.CommitFile;
import dev.clew.event.FileVersion;
import dev.clew.event.GitCommit;
import dev.clew.index.Runs;
import dev.clew.index.Seen;
import dev.clew.index.VersionRow;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose lines contents have that Git made: those of the version that they are, by content, inside
/// the repository; else what their ancestors have.
final class GitMade {
  /// So many versions of a file are looked through.
  static final int ANCESTORS = 16;

  /// So many of another file that it may have come from.
  private static final int FEW = 4;

  private static final int COMMITS = 4096;

  private final Past past;
  private final Weave weave;
  private final CauseBook causes;

  GitMade(Past past, Weave weave, CauseBook causes) {
    this.past = past;
    this.weave = weave;
    this.causes = causes;
  }

  /// Whose lines a content has.
  ///
  /// @param like the version that has just these; absent where it is put together
  /// @param several whether versions disagree, so that it is none of them
  record Known(Runs runs, @Nullable VersionRow like, boolean several) {}

  /// A content that a version has.
  ///
  /// @param commit the commit that it is said to be of; absent where none is
  Optional<Known> known(String root, String path, FileVersion content, @Nullable String commit)
      throws IOException {
    var blob = content.blob();
    if (commit != null) {
      var had = weave.ofCommit(commit, root + "/" + path).filter(row -> isSame(row, content));
      if (had.isPresent()) {
        return Optional.of(new Known(weave.runs(had.get()), had.get(), false));
      }
    }
    if (blob == null) {
      return first(root, path, content);
    }
    var all = weave.withBlob(blob).stream().filter(row -> isSame(row, content)).toList();
    var files = past.roots().stream().map(each -> each + "/" + path).toList();
    var here = all.stream().filter(row -> files.contains(row.path())).toList();
    if (!here.isEmpty()) {
      return Optional.of(among(here, files, commit));
    }
    var first = first(root, path, content);
    return first.isPresent() || all.isEmpty() || isTrivial(all.getFirst())
        ? first
        : Optional.of(among(all, List.of(), commit));
  }

  /// What was there at the first look and has not changed since has no version.
  private Optional<Known> first(String root, String path, FileVersion content) throws IOException {
    var there = past.first(root, path);
    if (there.isEmpty() || !there.get().sha256().equals(content.sha256())) {
      return Optional.empty();
    }
    return past.bytes(content)
        .map(bytes -> new Known(Runs.whole(Content.lines(bytes), causes.first()), null, false));
  }

  static boolean isSame(VersionRow row, FileVersion content) {
    var its = row.content();
    return its != null && its.sha256().equals(content.sha256());
  }

  /// Whether the content says so little that having it means nothing.
  private boolean isTrivial(VersionRow row) throws IOException {
    var source = weave.ancestor(row, 0);
    return source.isEmpty() || Inherit.copied(source.get(), causes.first(), causes).isEmpty();
  }

  private Known among(List<VersionRow> found, List<String> files, @Nullable String commit)
      throws IOException {
    var runs = new ArrayList<Runs>();
    for (var row : found) {
      runs.add(weave.runs(row));
    }
    if (runs.stream().distinct().count() == 1) {
      return new Known(runs.getFirst(), found.getFirst(), false);
    }
    if (commit != null && !files.isEmpty()) {
      var nearest = nearest(commit, files, found);
      if (nearest.isPresent()) {
        return new Known(weave.runs(nearest.get()), nearest.get(), false);
      }
    }
    return new Known(Inherit.agreed(runs, causes), found.getFirst(), true);
  }

  /// The one of these versions that the nearest ancestor of a commit has.
  private Optional<VersionRow> nearest(String commit, List<String> files, List<VersionRow> found)
      throws IOException {
    var ids = new HashSet<>(found.stream().map(VersionRow::id).toList());
    Set<String> seen = new HashSet<>(List.of(commit));
    var waiting = new ArrayDeque<>(List.of(commit));
    while (!waiting.isEmpty() && seen.size() < COMMITS) {
      var next = waiting.remove();
      for (var file : files) {
        var had = weave.ofCommit(next, file);
        if (had.isPresent()) {
          return had.filter(row -> ids.contains(row.id()));
        }
      }
      for (var parent : past.parents(next)) {
        if (seen.add(parent)) {
          waiting.add(parent);
        }
      }
    }
    return Optional.empty();
  }

  /// A content that no version has.
  ///
  /// @param parents what the commit before it has, or the commits
  /// @param tip the version that was there; absent where none was
  /// @param gone versions of files that went when it came
  /// @param cause of what is new
  Runs made(
      byte[] bytes,
      List<Ancestor> parents,
      String file,
      @Nullable VersionRow tip,
      List<VersionRow> gone,
      long cause)
      throws IOException {
    var ancestors = new ArrayList<>(parents);
    var known = new HashSet<String>();
    var rank = parents.isEmpty() ? 0 : 1;
    if (tip != null && add(ancestors, tip, rank, known)) {
      rank++;
    }
    var others = new ArrayList<>(weave.ofFile(file, 2 * ANCESTORS));
    others.addAll(Math.min(ANCESTORS / 2, others.size()), gone);
    for (var name : ConflictNames.of(bytes, file, past.roots())) {
      others.addAll(Math.min(ANCESTORS / 2, others.size()), weave.ofFile(name, FEW));
    }
    for (var row : others) {
      if (ancestors.size() < ANCESTORS && add(ancestors, row, rank, known)) {
        rank++;
      }
    }
    return Inherit.made(bytes, ancestors, cause, causes);
  }

  private boolean add(List<Ancestor> ancestors, VersionRow row, int rank, Set<String> known)
      throws IOException {
    var content = row.content();
    if (content == null || !known.add(content.sha256())) {
      return false;
    }
    var ancestor = weave.ancestor(row, rank);
    ancestor.ifPresent(ancestors::add);
    return ancestor.isPresent();
  }

  // Commits.

  /// Gives each file that a commit changed its version.
  void commit(Seen<GitCommit> seen) throws IOException {
    var commit = seen.what();
    for (var file : commit.files()) {
      if (weave.ofCommit(commit.id(), commit.root() + "/" + file.path()).isEmpty()) {
        commit(seen, commit, file);
      }
    }
  }

  private void commit(Seen<GitCommit> seen, GitCommit commit, CommitFile told) throws IOException {
    var after = told.after();
    var file = commit.root() + "/" + told.path();
    if (after == null) {
      return;
    }
    var tip = weave.tip(file).orElse(null);
    if (tip != null && isSame(tip, after)) {
      weave.link(commit.id(), commit.root(), file, seen.at(), tip);
      return;
    }
    var known = known(commit.root(), told.path(), after, null);
    var like = known.map(Known::like).orElse(null);
    if (like != null && !known.get().several()) {
      weave.link(commit.id(), commit.root(), file, seen.at(), like);
      return;
    }
    var cause = causes.ofCommit(commit.id());
    var parent = parent(commit, told);
    var bytes = past.bytes(after);
    var runs =
        known.isPresent()
            ? known.get().runs()
            : bytes.isPresent()
                ? made(bytes.get(), parents(commit, told), file, tip, List.of(), cause)
                : Runs.EMPTY;
    var version =
        weave.add(
            new Weave.Source(
                seen.seq(),
                seen.ordinal(),
                commit.root(),
                file,
                seen.at(),
                seen.session(),
                null,
                VersionRow.COMMIT,
                told.op().wire()),
            after,
            parent,
            cause,
            commit.id(),
            runs,
            bytes.isPresent() && Content.coarse(bytes.get()),
            like == null ? parent : like);
    weave.link(commit.id(), commit.root(), file, seen.at(), version);
  }

  private @Nullable VersionRow parent(GitCommit commit, CommitFile told) throws IOException {
    for (var i = 0; i < told.beforeBlobs().size(); i++) {
      var found = parent(commit, told, i);
      if (!found.isEmpty()) {
        return found.getFirst();
      }
    }
    return null;
  }

  /// The versions that a parent may have of the file: the one that it is known to have, else all
  /// with its content.
  private List<VersionRow> parent(GitCommit commit, CommitFile told, int i) throws IOException {
    var blob = told.beforeBlobs().get(i);
    if (blob == null) {
      return List.of();
    }
    var from = told.from();
    var path = i == 0 && from != null ? from : told.path();
    if (i < commit.parents().size()) {
      var had = weave.ofCommit(commit.parents().get(i), commit.root() + "/" + path);
      if (had.isPresent() && isBlob(had.get(), blob)) {
        return List.of(had.get());
      }
    }
    var files = past.roots().stream().map(each -> each + "/" + path).toList();
    return weave.withBlob(blob).stream().filter(row -> files.contains(row.path())).toList();
  }

  private static boolean isBlob(VersionRow row, String blob) {
    return row.content() != null && blob.equals(row.content().blob());
  }

  private List<Ancestor> parents(GitCommit commit, CommitFile told) throws IOException {
    var parents = new ArrayList<Ancestor>();
    for (var i = 0; i < told.beforeBlobs().size(); i++) {
      var found = parent(commit, told, i);
      if (!found.isEmpty()) {
        var runs = new ArrayList<Runs>();
        for (var row : found) {
          runs.add(weave.runs(row));
        }
        var first = weave.ancestor(found.getFirst(), 0);
        if (first.isPresent()) {
          parents.add(new Ancestor(first.get().content(), Inherit.agreed(runs, causes), 0));
        }
      } else {
        border(told, told.beforeBlobs().get(i)).ifPresent(parents::add);
      }
    }
    return parents;
  }

  /// A content from before the repository was first seen.
  private Optional<Ancestor> border(CommitFile told, @Nullable String blob) throws IOException {
    for (var content : told.border()) {
      if (blob != null && blob.equals(content.blob())) {
        return past.bytes(content)
            .map(bytes -> new Ancestor(bytes, Runs.whole(Content.lines(bytes), causes.first()), 0));
      }
    }
    return Optional.empty();
  }
}
