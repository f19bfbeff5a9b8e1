package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.event.SpanId;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.Seen;
import dev.clew.workspace.Contents;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What steps did to the files of a workspace, from the contents that were seen.
final class WorkspaceFiles {
  private final StoredObjects objects;
  private final Patches patches;

  WorkspaceFiles(Sources sources, Patches.Style style) throws IOException {
    this.objects = new StoredObjects(sources);
    var redactor = sources.redactor();
    this.patches = new Patches(text -> redactor.text(text).text(), style);
  }

  /// Each change for itself.
  List<FileDiff> each(List<Seen<WorkspaceChange>> changes) throws SQLException, IOException {
    var diffs = new ArrayList<FileDiff>();
    for (var seen : changes) {
      diffs.add(diff(Chain.of(seen)));
    }
    return List.copyOf(diffs);
  }

  /// What the changes come to: those of one file that follow each other without a gap are one;
  /// where somebody else changed the file in between, what was done before and after stays apart.
  List<FileDiff> together(List<Seen<WorkspaceChange>> changes) throws SQLException, IOException {
    var all = new ArrayList<Chain>();
    Map<String, Chain> open = new LinkedHashMap<>();
    for (var seen : changes) {
      var change = seen.what();
      var key = change.root() + "/" + (change.from() == null ? change.path() : change.from());
      var before = open.remove(key);
      var next = Chain.of(seen);
      if (before != null && FileState.same(before.last.after(), change.before())) {
        all.remove(before);
        next = before.then(next);
      }
      all.add(next);
      open.put(change.root() + "/" + change.path(), next);
    }
    var diffs = new ArrayList<FileDiff>();
    for (var chain : all) {
      if (!chain.isNothing()) {
        diffs.add(diff(chain));
      }
    }
    return List.copyOf(diffs);
  }

  /// Changes of one file, each from what the one before left.
  private record Chain(WorkspaceChange first, WorkspaceChange last, List<SpanId> steps) {
    static Chain of(Seen<WorkspaceChange> seen) {
      var step = seen.step();
      return new Chain(
          seen.what(), seen.what(), step == null ? List.of() : List.of(new SpanId(step)));
    }

    Chain then(Chain next) {
      return new Chain(
          first, next.last, Stream.concat(steps.stream(), next.steps.stream()).distinct().toList());
    }

    boolean isOne() {
      return first.equals(last);
    }

    String oldPath() {
      return first.from() == null ? first.path() : first.from();
    }

    boolean isNothing() {
      return !isOne()
          && oldPath().equals(last.path())
          && FileState.same(first.before(), last.after());
    }
  }

  private FileDiff diff(Chain chain) throws SQLException, IOException {
    var last = chain.last;
    var who =
        new FileDiff.Who(
            last.origin().wire(),
            Stream.of(chain.first, last)
                .map(WorkspaceChange::confidence)
                .max(Comparator.naturalOrder())
                .orElseThrow()
                .wire(),
            Stream.concat(chain.first.evidence().stream(), last.evidence().stream())
                .distinct()
                .toList(),
            last.candidates(),
            last.commit(),
            chain.steps);
    return patches.of(
        last.root(),
        state(chain.first.before() == null ? last.path() : chain.oldPath(), chain.first.before()),
        state(last.path(), last.after()),
        who,
        chain.isOne() ? new int[] {last.added(), last.removed()} : null);
  }

  private FileState state(String path, @Nullable FileVersion version) {
    return version == null
        ? FileState.none(path)
        : new FileState(path, version, () -> bytes(version));
  }

  private Optional<byte[]> bytes(FileVersion version) throws IOException {
    var pieces = version.pieces();
    return pieces == null ? objects.read(version.sha256()) : new Contents(objects).joined(pieces);
  }
}
