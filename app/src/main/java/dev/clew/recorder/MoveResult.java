package dev.clew.recorder;

import dev.clew.event.SpanId;
import dev.clew.workspace.restore.Outcome;
import java.util.List;
import java.util.Optional;

/// What came of a move.
///
/// @param session the session that it is in the log
/// @param step the step that it is there
/// @param before the workspace before it
/// @param after the workspace after it; empty where nobody saw it in time
/// @param outcomes what became of each order
public record MoveResult(
    String session, SpanId step, String before, Optional<String> after, List<Outcome> outcomes) {
  /// Whether every order was carried out.
  public boolean isDone() {
    return left().isEmpty();
  }

  /// The orders that were not carried out: somebody changed the path meanwhile, or it cannot be
  /// written.
  public List<Outcome> left() {
    return outcomes.stream().filter(each -> !each.isDone()).toList();
  }
}
