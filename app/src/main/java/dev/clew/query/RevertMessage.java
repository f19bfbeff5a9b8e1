package dev.clew.query;

import dev.clew.index.SessionRow;
import dev.clew.query.RevertPlan.Brought;
import java.util.List;
import java.util.regex.Pattern;

/// The message of a commit that takes a session's work back: Git's usual words where that is a
/// whole commit, and trailers that name the session. Nothing in it comes from other trailers.
final class RevertMessage {
  private static final int SHORT = 12;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+\\[\\]-]{0,99}");

  private RevertMessage() {}

  static String of(SessionRow session, List<Brought> commits) {
    var message = new StringBuilder();
    var only = commits.getFirst();
    if (commits.size() == 1 && only.whole()) {
      message.append("Revert \"").append(only.subject()).append("\"\n\n");
    } else {
      var agent = PLAIN.matcher(session.agent()).matches() ? session.agent() : "an agent";
      message
          .append("Revert the work of %s in session ".formatted(agent))
          .append(session.id(), 0, Math.min(SHORT, session.id().length()))
          .append("\n\n");
    }
    for (var commit : commits) {
      message
          .append(
              commit.whole()
                  ? "This reverts commit "
                  : "This takes back what the session brought in commit ")
          .append(commit.id())
          .append(".\n");
    }
    message.append("\nReverted-Trace-Id: ").append(session.trace()).append('\n');
    if (PLAIN.matcher(session.agentSession()).matches()) {
      message.append("Reverted-Agent-Id: ").append(session.agentSession()).append('\n');
    }
    return message.toString();
  }
}
