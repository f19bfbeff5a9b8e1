package dev.clew.recorder;

import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.Seen;
import dev.clew.workspace.Change;
import dev.clew.workspace.Entry;
import dev.clew.workspace.Look;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What an earlier run told of a workspace's files after it last kept what it knew of them: it was
/// killed before it kept that again. A first look compares with what was kept; without this it
/// would tell the same changes once more, as nobody's.
final class ToldBefore {
  /// Nothing was told.
  static final ToldBefore NOTHING = new ToldBefore(Map.of());

  private static final char REDACTED = '⟦';

  private final Map<String, Told> told;

  /// What was told of a path last.
  ///
  /// @param at when, in epoch milliseconds
  /// @param versions what its parts left: a look tells a change in parts, in no order
  /// @param last one of them; absent where nothing was left
  private record Told(long at, Set<Optional<FileVersion>> versions, @Nullable FileVersion last) {
    Told and(long then, @Nullable FileVersion left) {
      var all = new HashSet<>(then == at ? versions : Set.of());
      all.add(Optional.ofNullable(left));
      return new Told(then, all, left);
    }
  }

  private ToldBefore(Map<String, Told> told) {
    this.told = told;
  }

  /// @param changes what was told since then, the oldest first
  static ToldBefore of(List<Seen<WorkspaceChange>> changes) {
    var told = new HashMap<String, Told>();
    for (var seen : changes) {
      var change = seen.what();
      var at = Objects.requireNonNullElse(seen.at(), 0L);
      var from = change.from();
      if (from != null && change.op() == FileOp.RENAME) {
        add(from, at, null, told);
      }
      add(change.path(), at, change.after(), told);
    }
    return new ToldBefore(told);
  }

  /// A path of which something was redacted is none.
  private static void add(
      String path, long at, @Nullable FileVersion left, Map<String, Told> told) {
    if (path.indexOf(REDACTED) >= 0) {
      return;
    }
    var known = told.getOrDefault(path, new Told(at, Set.of(), null));
    told.put(path, known.and(at, left));
  }

  /// The look with what is different from what was told last.
  ///
  /// @param now what is at a path
  Look without(Look look, Function<String, Optional<Entry>> now) {
    if (told.isEmpty()) {
      return look;
    }
    var changes = new ArrayList<Change>();
    var open = new LinkedHashSet<>(told.keySet());
    for (var change : look.changes()) {
      var from = change.from();
      if (!told.containsKey(change.path()) && (from == null || !told.containsKey(from))) {
        changes.add(change);
        continue;
      }
      open.add(change.path());
      if (from != null) {
        open.add(from);
      }
    }
    var kept = before(look);
    for (var path : open) {
      change(path, kept, now.apply(path)).ifPresent(changes::add);
    }
    return look.with(changes);
  }

  /// What was at the paths that changed, as it was kept.
  private static Map<String, Entry> before(Look look) {
    var kept = new HashMap<String, Entry>();
    for (var change : look.changes()) {
      var before = change.before();
      if (before != null) {
        kept.put(Objects.requireNonNullElse(change.from(), change.path()), before);
      }
    }
    return kept;
  }

  private Optional<Change> change(String path, Map<String, Entry> kept, Optional<Entry> after) {
    var last = told.get(path);
    Entry before;
    if (last == null) {
      before = kept.get(path);
    } else if (last.versions.stream().anyMatch(isSame(after.map(Entry::version)))) {
      return Optional.empty();
    } else {
      before = last.last == null ? null : Entry.of(path, last.last);
    }
    if (before == null && after.isEmpty()) {
      return Optional.empty();
    }
    var op = before == null ? FileOp.CREATE : after.isEmpty() ? FileOp.DELETE : FileOp.MODIFY;
    return Optional.of(new Change(op, path, null, before, after.orElse(null), null));
  }

  private static Predicate<Optional<FileVersion>> isSame(Optional<FileVersion> now) {
    return version ->
        version.isPresent() == now.isPresent()
            && (version.isEmpty()
                || (version.get().sha256().equals(now.orElseThrow().sha256())
                    && version.get().mode().equals(now.orElseThrow().mode())));
  }
}
