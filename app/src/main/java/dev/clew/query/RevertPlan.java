package dev.clew.query;

import dev.clew.index.SessionRow;
import java.util.List;

/// What taking back a session's commits would do: computed before anything is written.
///
/// @param move what it does to files
/// @param session whose work is taken back
/// @param commits those that brought it and lead to HEAD, the newest first
/// @param leftOut files with work of the session that is not committed: they stay as they are
/// @param head the commit that HEAD is at: the plan holds for that only
/// @param message of the commit that takes it back
public record RevertPlan(
    MovePlan move,
    SessionRow session,
    List<Brought> commits,
    List<String> leftOut,
    String head,
    String message) {
  /// A commit that brought work of the session.
  ///
  /// @param whole whether it brought nothing else and all of it is taken back
  public record Brought(String id, String subject, boolean whole) {}

  /// The same where not all of it could be done.
  public RevertPlan partly() {
    var parts = commits.stream().map(each -> new Brought(each.id, each.subject, false)).toList();
    return new RevertPlan(move, session, parts, leftOut, head, RevertMessage.of(session, parts));
  }
}
