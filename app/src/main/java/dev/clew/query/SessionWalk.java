package dev.clew.query;

import dev.clew.content.DamagedObjectException;
import dev.clew.index.SessionRow;
import dev.clew.index.StepRow;
import dev.clew.query.ShowQuestion.Shown;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Goes through a session from its beginning to its end: each turn, each step with everything that
/// its records tell, and each sub-agent in the place where it was started.
///
/// One step is in memory at a time, however many there are.
public final class SessionWalk {
  private static final int PAGE = 500;

  private final Sources sources;
  private final Visitor visitor;
  private final boolean withSubagents;
  private final Set<Long> visited = new HashSet<>();

  private SessionWalk(Sources sources, boolean withSubagents, Visitor visitor) {
    this.sources = sources;
    this.withSubagents = withSubagents;
    this.visitor = visitor;
  }

  /// Is told what the walk comes by.
  public interface Visitor {
    /// A turn of the session begins.
    void turn(Shown.Turn turn) throws IOException;

    /// A step.
    void step(StepDetail step) throws IOException;

    /// A sub-agent begins; what follows is its own until it ends.
    void enter(Shown.Session subagent) throws IOException;

    /// The innermost sub-agent ends.
    void leave() throws IOException;
  }

  /// Goes through the session that `name` names: any unique start of its id, or `last`.
  public static void through(Sources sources, String name, boolean withSubagents, Visitor visitor)
      throws QueryException, SQLException, IOException {
    var ref = Names.session(sources.index(), name);
    var walk = new SessionWalk(sources, withSubagents, visitor);
    try {
      walk.session(ShowQuestion.session(sources, ref));
    } catch (DamagedObjectException e) {
      throw new IOException(e.getMessage() + "; 'clew verify' lists what is damaged", e);
    }
  }

  private void session(Shown.Session session)
      throws SQLException, IOException, QueryException, DamagedObjectException {
    var ref = session.row().ref();
    visited.add(ref);
    var subagents = byStep(session);
    // A sub-agent's own prompt is what its step was asked with.
    var turns = session.row().subagent() == null ? session.turns().size() : 0;
    var told = 0;
    long offset = 0;
    List<StepRow> steps;
    do {
      steps = sources.index().steps(List.of(ref), true, offset, PAGE).rows();
      for (var step : steps) {
        told = turns(session, told, Math.min(turns, upTo(session, step)));
        visitor.step(StepDetail.of(sources, step));
        subagents(subagents.remove(step.id()));
      }
      offset += steps.size();
    } while (steps.size() == PAGE);
    turns(session, told, turns);
    for (var left : subagents.values()) { // started by no step that is here
      subagents(left);
    }
  }

  /// How many turns have begun when this step is done.
  private static int upTo(Shown.Session session, StepRow step) {
    var turn = step.turn();
    var turns = session.turns();
    for (var i = turns.size() - 1; turn != null && i >= 0; i--) {
      if (turns.get(i).id() == turn) {
        return i + 1;
      }
    }
    return 0;
  }

  private int turns(Shown.Session session, int from, int to)
      throws SQLException, IOException, QueryException, DamagedObjectException {
    for (var i = from; i < to; i++) {
      visitor.turn(ShowQuestion.turn(session.turns().get(i), session.sums().get(i), sources));
    }
    return Math.max(from, to);
  }

  private Map<Long, List<SessionRow>> byStep(Shown.Session session) {
    var byStep = new LinkedHashMap<Long, List<SessionRow>>();
    if (withSubagents) {
      for (var subagent : session.subagents()) {
        var step = subagent.parentStep();
        byStep.merge(step == null ? 0L : step, List.of(subagent), SessionWalk::joined);
      }
    }
    return byStep;
  }

  private static List<SessionRow> joined(List<SessionRow> one, List<SessionRow> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private void subagents(@Nullable List<SessionRow> rows)
      throws SQLException, IOException, QueryException, DamagedObjectException {
    if (rows == null) {
      return;
    }
    for (var row : rows) {
      if (!visited.contains(row.ref())) {
        var shown = ShowQuestion.session(sources, row.ref());
        visitor.enter(shown);
        session(shown);
        visitor.leave();
      }
    }
  }
}
