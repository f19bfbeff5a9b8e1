package dev.clew.query;

import dev.clew.event.OriginClass;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.Seen;
import dev.clew.index.SessionOrder;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The work that somebody wants taken back: the steps that did it, and what they changed.
///
/// @param sources where it is looked up
record Work(Sources sources) {
  /// Those of a step, a turn, a session or an agent.
  Set<Long> steps(String what) throws QueryException, SQLException {
    var did = Did.of(sources, what);
    if (did.isPresent()) {
      var steps = new HashSet<Long>();
      did.get().steps().forEach(step -> steps.add(step.id()));
      return steps;
    }
    var index = sources.index();
    var order = new SessionOrder(SessionOrder.Sort.STARTED_AT, true, 0, -1);
    var sessions = index.sessions(Filters.every(Optional.of(what), Optional.empty()), order).rows();
    if (sessions.isEmpty()) {
      throw QueryException.notFound(
          "'%s' names no step, turn, session or agent: 'clew log' lists them".formatted(what));
    }
    var steps = new HashSet<Long>();
    for (var session : sessions) {
      index.steps(List.of(session.ref()), true, 0, -1).rows().forEach(step -> steps.add(step.id()));
    }
    return steps;
  }

  /// What these steps changed, but for what came through Git.
  List<Seen<WorkspaceChange>> changes(Set<Long> steps) throws QueryException, SQLException {
    return sources.index().workspaces().changesOfSteps(List.copyOf(steps)).stream()
        .filter(seen -> seen.what().origin() != OriginClass.VCS)
        .toList();
  }

  /// What a session changed in a workspace, but for what came through Git.
  List<Seen<WorkspaceChange>> changesIn(String session, Predicate<String> root)
      throws QueryException, SQLException {
    return changes(steps(session)).stream().filter(seen -> root.test(seen.what().root())).toList();
  }
}
