package dev.clew.query;

import dev.clew.index.SessionFilter;
import dev.clew.index.SessionOrder;
import dev.clew.index.SessionOrder.Sort;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which sessions several questions are asked about.
final class Filters {
  /// What every question about some sessions can be asked with.
  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.text("q", "text in the title, the repository or the branch"),
          Parameter.text("agent", "one agent's sessions"),
          Parameter.text("repo", "sessions in this folder, below it or above it"),
          Parameter.text("branch", "sessions on this branch"),
          Parameter.text("model", "sessions that used this model, or one with this in its name"),
          Parameter.text("since", "sessions that went on after a time or day, or within 7d, 12h"),
          Parameter.text("until", "sessions that began before a time, or on this day or before"),
          Parameter.flag("errors", "sessions with steps that failed"),
          Parameter.flag("subagents", "sessions that started sub-agents"),
          Parameter.flag("top", "leave out the sub-agents"));

  private Filters() {}

  /// These parameters, and then `own`.
  static Parameter[] with(Parameter... own) {
    return Stream.concat(PARAMETERS.stream(), Stream.of(own)).toArray(Parameter[]::new);
  }

  static SessionFilter of(Request request, InstantSource clock) throws QueryException {
    var filter = SessionFilter.all(request.flag("top"));
    filter = request.text("q").map(filter::text).orElse(filter);
    filter = request.text("agent").map(filter::agent).orElse(filter);
    filter = request.text("repo").map(filter::repo).orElse(filter);
    filter = request.text("branch").map(filter::branch).orElse(filter);
    filter = request.text("model").map(filter::model).orElse(filter);
    filter = Times.since(request.text("since"), clock).map(filter::since).orElse(filter);
    filter = Times.until(request.text("until"), clock).map(filter::until).orElse(filter);
    filter = request.flag("errors") ? filter.withErrors() : filter;
    return request.flag("subagents") ? filter.withSubagents() : filter;
  }

  /// The order of the newest sessions.
  static SessionOrder newest(int limit) {
    return new SessionOrder(Sort.STARTED_AT, true, 0, limit);
  }

  /// Every session of `agent` and in, below or above the folder `repo`, where these are given.
  static SessionFilter every(Optional<String> agent, Optional<String> repo) {
    var filter = SessionFilter.all(false);
    filter = agent.map(filter::agent).orElse(filter);
    return repo.map(filter::repo).orElse(filter);
  }
}
