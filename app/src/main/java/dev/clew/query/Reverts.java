package dev.clew.query;

import dev.clew.diff.ThreeWay;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.Seen;
import dev.clew.index.SessionRow;
import dev.clew.query.RevertPlan.Brought;
import dev.clew.replay.Action;
import dev.clew.workspace.CommitLog;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Plans how a session's work that was committed is taken back.
///
/// What is to come of the files is what `undo` plans, so that all that others did stays; which
/// commits brought the work says whether there is anything to revert, and what the message tells.
public final class Reverts {
  private static final int MOST = 1000;
  private static final int SHOWN = 5;
  private static final int SHORT = 12;

  private final Sources sources;
  private final RootChoice.Root root;
  private final CommitLog log;
  private final String text;
  private final SessionRow session;
  private final Set<Long> sessions;
  private final Paths paths;

  private Reverts(Sources sources, RootChoice.Root root, String text, Paths paths)
      throws SQLException, QueryException {
    this.sources = sources;
    this.root = root;
    this.log = new CommitLog(root.folder());
    this.text = text;
    this.paths = paths;
    var index = sources.index();
    var ref = Names.session(index, text.equals("last") ? sources.session(text) : text);
    this.session = index.session(ref).orElseThrow();
    this.sessions = new HashSet<>(index.withSubagents(ref));
  }

  /// Plans it.
  ///
  /// @param paths the files and folders to which it is confined; all where none is named
  /// @param folder where the user stands: in the work tree whose HEAD gets the commit
  /// @throws QueryException when it cannot be done, with the way out
  public static RevertPlan plan(String session, List<String> paths, Path folder, Sources sources)
      throws QueryException, SQLException, IOException {
    var root =
        new Points(sources, folder)
            .root()
            .filter(found -> found.git().isPresent())
            .orElseThrow(() ->
                QueryException.notFound(
                    "%s is in no Git work tree: there is no commit to revert".formatted(folder)));
    MoveGuard.checkCommit(root);
    return new Reverts(sources, root, session, new Paths(paths)).plan();
  }

  private RevertPlan plan() throws QueryException, SQLException, IOException {
    var head = log.head();
    var moves = new Moves(sources, root.folder(), new Paths(List.of()), true);
    var seen = new Work(sources).changesIn(session.id(), this::isOfRepository);
    if (seen.isEmpty()) {
      throw QueryException.notFound(
          "session %s was not seen to change a file of this repository: there is nothing to revert;"
                  .formatted(text)
              + " 'git revert' takes whole commits back");
    }
    var there = there(seen);
    var changes = seen.stream().filter(each -> each.what().root().equals(there)).toList();
    var found = commits(changes);
    if (found.isEmpty()) {
      throw notHere(changes);
    }
    var now = moves.now(root.folder().toString());
    var title = "revert-commit " + session.id().substring(0, SHORT);
    var names =
        PathNames.of(
            sources.index(), new TreeSet<>(List.of(there, root.folder().toString())), changes);
    var asked = names.asked(paths);
    var all = moves.takeBack("revert-commit", title, changes, _ -> true, there, now);
    var plan =
        paths.names().isEmpty()
            ? all
            : moves.takeBack("revert-commit", title, changes, asked, there, now);
    var leftOut = leftOut(plan, found.values());
    if (!leftOut.isEmpty()) {
      var others = new HashSet<String>();
      leftOut.forEach(path -> others.addAll(names.of(path)));
      Predicate<String> within = path -> asked.test(path) && !others.contains(path);
      plan = moves.takeBack("revert-commit", title, changes, within, there, now);
    }
    check(plan, found);
    var brought = brought(plan, all, found, names);
    return new RevertPlan(
        plan, session, brought, List.copyOf(leftOut), head, RevertMessage.of(session, brought));
  }

  private boolean isOfRepository(String other) {
    try {
      var repository = sources.index().versions().repositoryOf(other);
      return other.equals(root.folder().toString())
          || repository.equals(root.git().map(git -> git.repository().toString()));
    } catch (SQLException | QueryException e) {
      throw new IllegalStateException("the index was open before", e);
    }
  }

  /// The work tree that the session worked in: this one, if in several.
  private String there(List<Seen<WorkspaceChange>> changes) throws QueryException {
    var roots = new TreeSet<String>();
    changes.forEach(seen -> roots.add(seen.what().root()));
    var here = root.folder().toString();
    if (roots.size() == 1 || !roots.contains(here)) {
      return roots.first();
    }
    return here;
  }

  private static Set<String> changed(List<Seen<WorkspaceChange>> changes) {
    var paths = new TreeSet<String>();
    for (var seen : changes) {
      paths.add(seen.what().path());
      var from = seen.what().from();
      if (from != null) {
        paths.add(from);
      }
    }
    return paths;
  }

  /// The commits that lead to HEAD and brought work of the session, the newest first.
  private Map<CommitLog.Titled, CommitShare.Share> commits(List<Seen<WorkspaceChange>> changes)
      throws QueryException, SQLException, IOException {
    var told = new HashSet<>(sources.index().commits().ids(repository()));
    var begun = changes.stream().map(Seen::at).filter(at -> at != null).min(Long::compare);
    var shares = shares(changes);
    var found = new LinkedHashMap<CommitLog.Titled, CommitShare.Share>();
    for (var each : log.touching(changed(changes), MOST)) {
      var commit = each.commit();
      if (told.contains(commit.id()) || commit.at().toEpochMilli() + 1000 >= begun.orElse(0L)) {
        var share = shares.of(commit);
        if (share.any() && commit.parents().size() > 1) {
          throw QueryException.usage(
              ("%s is a merge in which the session wrote lines: what they replaced is in conflict;"
                      + " 'git revert -m 1 %s' takes the merge back")
                  .formatted(named(each), commit.id().substring(0, SHORT)));
        }
        if (share.any()) {
          found.put(each, share);
        }
      }
    }
    return found;
  }

  private CommitShare shares(List<Seen<WorkspaceChange>> changes)
      throws QueryException, SQLException {
    var here = root.folder().toString();
    return new CommitShare(
        log, new CommitLines(sources, here), new LineOrigins(sources, here), sessions, changes);
  }

  private String repository() {
    return root.git().orElseThrow().repository().toString();
  }

  private static String named(CommitLog.Titled each) {
    return "%s '%s'".formatted(each.commit().id().substring(0, SHORT), each.subject());
  }

  /// Why nothing leads to HEAD, and where it is instead.
  private QueryException notHere(List<Seen<WorkspaceChange>> changes)
      throws QueryException, SQLException, IOException {
    var shares = shares(changes);
    var places = new ArrayList<String>();
    for (var each : log.elsewhere(changed(changes), MOST)) {
      var commit = each.commit();
      if (places.size() < SHOWN && shares.of(commit).any()) {
        var branches = String.join(", ", log.branches(commit.id()));
        places.add("%s on %s".formatted(named(each), branches));
      }
    }
    return places.isEmpty()
        ? QueryException.notFound(
            "no commit here brought work of session %s: 'clew undo %s' takes it back in the files"
                .formatted(text, text))
        : QueryException.usage(
            "its commits do not lead to HEAD: %s; go there first ('git switch')"
                .formatted(String.join("; ", places)));
  }

  /// The files that differ from HEAD and that none of the commits touched.
  ///
  /// @throws QueryException when one that they touched differs from HEAD
  private Set<String> leftOut(MovePlan plan, Iterable<CommitShare.Share> shares)
      throws QueryException, IOException {
    var dirty = log.dirty();
    var touched = new HashSet<String>();
    shares.forEach(share -> touched.addAll(share.touched()));
    var leftOut = new TreeSet<String>();
    var inTheWay = new TreeSet<String>();
    for (var step : plan.paths()) {
      var path = step.planned().path();
      if (paths.holds(path)
          && dirty.contains(path)
          && (step.planned().isWritten() || touched.contains(path))) {
        (touched.contains(path) ? inTheWay : leftOut).add(path);
      }
    }
    if (!inTheWay.isEmpty()) {
      throw QueryException.usage(
          "%s: changed and not committed; commit or stash that first ('git stash push -- ...'), or"
                  .formatted(String.join(", ", inTheWay))
              + " 'clew undo %s' takes the session's work back in the files alone".formatted(text));
    }
    return leftOut;
  }

  private void check(MovePlan plan, Map<CommitLog.Titled, CommitShare.Share> found)
      throws QueryException, IOException {
    if (plan.paths().isEmpty() && !paths.names().isEmpty()) {
      throw QueryException.usage(
          "nothing that the session committed can be taken back in "
              + String.join(", ", paths.names()));
    }
    if (plan.changes() == 0) {
      var kept =
          plan.paths().stream()
              .map(step -> "%s (%s)".formatted(step.planned().path(), step.planned().reason()))
              .toList();
      var commits = found.keySet().stream().limit(SHOWN).map(Reverts::named).toList();
      throw QueryException.usage(
          kept.isEmpty()
              ? "nothing is left of what %s brought: it was taken back already, or replaced since"
                  .formatted(String.join(", ", commits))
              : "nothing can be taken back: " + String.join(", ", kept));
    }
    for (var order : plan.orders()) {
      var bytes = order.bytes();
      var path = order.path();
      var marked =
          plan.paths().stream()
              .anyMatch(step ->
                  step.planned().path().equals(path) && step.planned().action() == Action.CONFLICT);
      if (bytes != null && !marked && ThreeWay.hasMarkers(bytes.get())) {
        throw QueryException.usage(
            "the session resolved a conflict in %s: what it replaced has conflict markers; 'git revert'"
                    .formatted(path)
                + " takes whole commits back");
      }
    }
  }

  /// The commits that brought what is taken back.
  ///
  /// @param all what would be done were it not confined to some paths
  private static List<Brought> brought(
      MovePlan plan,
      MovePlan all,
      Map<CommitLog.Titled, CommitShare.Share> found,
      PathNames names) {
    var done = new HashSet<String>();
    var here = new HashSet<String>();
    for (var step : plan.paths()) {
      var path = step.planned().path();
      var action = step.planned().action();
      here.addAll(names.of(path));
      if (action != Action.KEEP && action != Action.CONFLICT) {
        done.add(path);
      }
    }
    var left = new HashSet<String>();
    all.paths().stream()
        .map(step -> step.planned().path())
        .filter(path -> !done.contains(path))
        .forEach(path -> left.addAll(names.of(path)));
    var every = new ArrayList<Brought>();
    var some = new ArrayList<Brought>();
    found.forEach((each, share) -> {
      var whole = share.whole() && share.touched().stream().noneMatch(left::contains);
      var brought = new Brought(each.commit().id(), each.subject(), whole);
      every.add(brought);
      if (share.touched().stream().anyMatch(here::contains)) {
        some.add(brought); // the others' work is gone already
      }
    });
    return List.copyOf(some.isEmpty() ? every : some);
  }
}
