package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.Seen;
import dev.clew.replay.Action;
import dev.clew.replay.Planned;
import dev.clew.replay.TakeBack;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.Trees;
import dev.clew.workspace.restore.Order;
import dev.clew.workspace.restore.Restore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Plans moves.
final class Moves {
  private static final String MOVE = "move";

  private final Sources sources;
  private final Work work;
  private final Path folder;
  private final Paths paths;
  private final boolean filesOnly;

  /// @param folder where the user stands
  /// @param paths which files may be touched
  /// @param filesOnly whether Git may be in the middle of something, or elsewhere than it was
  Moves(Sources sources, Path folder, Paths paths, boolean filesOnly) {
    this.sources = sources;
    this.work = new Work(sources);
    this.folder = folder;
    this.paths = paths;
    this.filesOnly = filesOnly;
  }

  /// Takes back what agents did after a moment.
  MovePlan rewind(String to) throws QueryException, SQLException, IOException {
    var moment = new Points(sources, folder).moment(to);
    var now = now(moment.seen().what().root());
    checkHead(now, moment);
    var then = now.tree(moment.seen().what().tree());
    var differing = new TreeSet<String>(then.keySet());
    differing.addAll(now.files().keySet());
    differing.removeIf(
        path -> FileState.same(then.get(path), now.files().get(path)) || !paths.holds(path));
    var recent =
        sources.index().workspaces().changesOf(now.root().folder().toString(), moment.sinceMs());
    var chains = new PathChains(recent, then::get, moment.seen().at());
    var found = chains.of(differing);
    var items =
        recent.stream()
            .filter(found::contains)
            .map(seen -> new TakeBack.Item(seen.what(), isAgents(seen.what())))
            .toList();
    var planned = now.plan(items, "before", chainable(chains));
    planned = KeptPaths.with(planned, differing, items);
    return now.finish("rewind", "rewind to " + to, planned, moment.seen().what().tree())
        .in(Conversation.of(recent.stream().filter(found::contains).toList(), sources));
  }

  /// Brings the workspace into the state that it had, people's changes too.
  MovePlan exactly(String to) throws QueryException, SQLException, IOException {
    var moment = new Points(sources, folder).moment(to);
    var now = now(moment.seen().what().root());
    checkHead(now, moment);
    var then = now.tree(moment.seen().what().tree());
    var planned = new ArrayList<Planned>();
    var all = new TreeSet<String>(then.keySet());
    all.addAll(now.files().keySet());
    for (var path : all) {
      var before = now.files().get(path);
      var after = then.get(path);
      if (paths.holds(path) && !FileState.same(before, after)) {
        planned.add(exact(path, before, after));
      }
    }
    var tree = moment.seen().what().tree();
    var plan = now.finish("rewind", "rewind exactly to " + to, planned, tree);
    var recent =
        sources.index().workspaces().changesOf(now.root().folder().toString(), moment.sinceMs());
    var found =
        new PathChains(recent, then::get, moment.seen().at())
            .of(planned.stream().map(Planned::path).toList());
    plan = plan.in(Conversation.of(recent.stream().filter(found::contains).toList(), sources));
    return paths.names().isEmpty() ? plan.with(now.folders(tree)) : plan;
  }

  private static Planned exact(
      String path, @Nullable FileVersion before, @Nullable FileVersion after) {
    for (var version : new @Nullable FileVersion[] {before, after}) {
      if (version != null && version.notKept() != null) {
        return new Planned(
            path, Action.KEEP, "its bytes are not kept: " + version.notKept(), before, null, null);
      }
    }
    return new Planned(
        path, after == null ? Action.DELETE : Action.WRITE, null, before, after, null);
  }

  /// Takes back what a step, a turn, a session or an agent did.
  MovePlan undo(String what) throws QueryException, SQLException, IOException {
    return takeBack("undo", "undo " + what, work.steps(what));
  }

  /// Takes a move back; where that cannot be merged the path becomes what it was before the move.
  MovePlan abort(String move) throws QueryException, SQLException, IOException {
    var plan = undo(move);
    var now = Present.of(plan.root(), sources);
    var before = new TreeMap<String, FileVersion>();
    var changes = sources.index().workspaces().changesOfSteps(List.copyOf(work.steps(move)));
    for (var seen : changes) {
      var version = seen.what().before();
      if (version != null) {
        before.put(seen.what().path(), version);
      }
    }
    var planned = new ArrayList<Planned>();
    for (var step : plan.paths()) {
      var each = step.planned();
      var decided = each.action() != Action.CONFLICT && each.action() != Action.KEEP;
      planned.add(
          decided
              ? each
              : exact(each.path(), now.files().get(each.path()), before.get(each.path())));
    }
    return now.finish(
        "undo",
        "abort: " + plan.title(),
        planned,
        treeBefore(now.root().folder().toString(), changes));
  }

  /// Takes the last move back.
  MovePlan redo() throws QueryException, SQLException, IOException {
    var root = new Points(sources, folder).lastOf().root();
    var moves =
        sources.index().workspaces().changesOf(root, 0).stream()
            .filter(seen -> seen.step() != null && seen.what().evidence().contains(MOVE))
            .toList();
    if (moves.isEmpty()) {
      throw QueryException.notFound("there is no move in %s to take back".formatted(root));
    }
    var step = java.util.Objects.requireNonNull(moves.getLast().step());
    var title = sources.index().step(step).map(row -> row.title()).orElse("the last move");
    return takeBack("redo", "take back: " + title, Set.of(step));
  }

  /// Takes back what a session did, but for some paths.
  MovePlan keep(String session) throws QueryException, SQLException, IOException {
    if (paths.names().isEmpty()) {
      throw QueryException.usage("keep which files? clew keep SESSION -- PATH...");
    }
    var others = new Moves(sources, folder, new Paths(List.of()), filesOnly);
    return others.takeBack(
        "keep",
        "keep %s of %s".formatted(String.join(" ", paths.names()), session),
        work.steps(session),
        path -> !paths.holds(path));
  }

  private MovePlan takeBack(String verb, String title, Set<Long> steps)
      throws QueryException, SQLException, IOException {
    return takeBack(verb, title, steps, paths::holds);
  }

  private MovePlan takeBack(String verb, String title, Set<Long> steps, Predicate<String> within)
      throws QueryException, SQLException, IOException {
    var changes = work.changes(steps);
    if (changes.isEmpty()) {
      throw QueryException.notFound(
          "it changed no file of a workspace that was looked at: there is nothing to take back");
    }
    var root = root(changes);
    var now = now(root);
    var plan = takeBack(verb, title, changes, within, root, now);
    return steps.size() == 1 && paths.names().isEmpty()
        ? plan.with(foldersOf(steps.iterator().next(), changes, now, plan))
        : plan;
  }

  /// Takes these changes back from the files of a work tree.
  ///
  /// @param there the workspace that the changes are of: another work tree of one repository, or
  ///   the same
  MovePlan takeBack(
      String verb,
      String title,
      List<Seen<WorkspaceChange>> changes,
      Predicate<String> within,
      String there,
      Present now)
      throws QueryException, SQLException, IOException {
    var index = sources.index();
    var since = changes.stream().map(Seen::at).filter(at -> at != null).min(Long::compare);
    var recent = index.workspaces().changesOf(there, since.orElse(0L));
    var taken = new HashSet<>(changes);
    var items =
        recent.stream().map(seen -> new TakeBack.Item(seen.what(), taken.contains(seen))).toList();
    var planned = now.plan(items, "before " + title, within);
    return now.finish(verb, title, planned, treeBefore(there, changes))
        .in(Conversation.of(changes, sources));
  }

  /// The empty folders that a step removed, and those that it made.
  private List<Order> foldersOf(
      long step, List<Seen<WorkspaceChange>> changes, Present now, MovePlan plan)
      throws QueryException, SQLException, IOException {
    var seen =
        sources.index().workspaces().snapshotsOfStep(step).stream()
            .map(Seen::what)
            .filter(state -> state.root().equals(now.root().folder().toString()))
            .toList();
    var before = seen.stream().filter(state -> state.moment().equals("before")).findFirst();
    var after =
        seen.reversed().stream().filter(state -> !state.moment().equals("before")).findFirst();
    if (before.isPresent() && after.isPresent()) {
      return now.foldersBack(before.get().tree(), after.get().tree(), plan.orders());
    }
    // A move that was broken off: the recorder that saw its end may not have seen it begin.
    var at = changes.getLast().at();
    var isMove = changes.getFirst().what().evidence().contains(MOVE);
    var then = treeBefore(now.root().folder().toString(), changes);
    if (!isMove || at == null || then == null) {
      return List.of();
    }
    var ended = sources.index().workspaces().lastSnapshot(now.root().folder().toString(), at);
    return ended.isEmpty()
        ? List.of()
        : now.foldersBack(then, ended.get().what().tree(), plan.orders());
  }

  /// The workspace as it was seen before the first of some changes; absent when it was not.
  private @Nullable String treeBefore(String root, List<Seen<WorkspaceChange>> changes)
      throws QueryException, SQLException {
    var at = changes.isEmpty() ? null : changes.getFirst().at();
    return at == null
        ? null
        : sources
            .index()
            .workspaces()
            .lastSnapshot(root, at - 1)
            .map(seen -> seen.what().tree())
            .orElse(null);
  }

  /// The workspace that the changes are of: where there are several, the one the user stands in.
  private String root(List<Seen<WorkspaceChange>> changes) throws QueryException {
    var roots = new TreeSet<String>();
    changes.forEach(seen -> roots.add(seen.what().root()));
    if (roots.size() == 1) {
      return roots.first();
    }
    var here = new Points(sources, folder).root().map(root -> root.folder().toString());
    if (here.isPresent() && roots.contains(here.get())) {
      return here.get();
    }
    throw QueryException.usage(
        "it changed files in %s: go to one of them".formatted(String.join(", ", roots)));
  }

  private void checkHead(Present now, Points.Moment moment) throws QueryException {
    if (!filesOnly) {
      var state = moment.seen().what();
      MoveGuard.checkHead(now.root(), state.head(), state.branch());
    }
  }

  Present now(String root) throws QueryException, IOException {
    if (!Restore.isPossible()) {
      throw QueryException.usage("files are brought back on Linux only, so far");
    }
    var choice = RootChoice.of(Path.of(root), sources.userHome(), sources.home().folder());
    return switch (choice) {
      case RootChoice.Refused refused -> throw QueryException.usage(refused.text());
      case RootChoice.Root place -> {
        if (!filesOnly) {
          MoveGuard.check(place);
        }
        yield Present.of(place, sources);
      }
    };
  }

  private static boolean isAgents(WorkspaceChange change) {
    return change.origin() == OriginClass.AGENT;
  }

  /// Paths whose history since is known.
  private Predicate<String> chainable(PathChains chains) {
    return path -> paths.holds(path) && !chains.open().contains(path);
  }

  /// Reads the files of a tree.
  static Map<String, FileVersion> files(String tree, Trees trees) throws IOException {
    var files = new TreeMap<String, FileVersion>();
    try {
      trees.walk(
          tree,
          (path, entry) -> {
            if (entry.kind().hasContent()) {
              files.put(path, entry.version());
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }
}
