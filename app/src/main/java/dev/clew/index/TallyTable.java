package dev.clew.index;

import dev.clew.event.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts of a session's records by what they are, and the links that it has to the outside.
final class TallyTable {
  private record Key(long session, String kind, String name) {}

  private static final int NAME = 200;

  private final PreparedStatement count;
  private final PreparedStatement fact;
  private final Map<Key, Long> counts = new HashMap<>();

  TallyTable(Connection connection) throws SQLException {
    count =
        connection.prepareStatement(
            "INSERT INTO tally VALUES (?,?,?,?)"
                + " ON CONFLICT DO UPDATE SET count = count + excluded.count");
    fact =
        connection.prepareStatement(
            "INSERT INTO fact VALUES (?,?,?,?)"
                + " ON CONFLICT DO UPDATE SET value = min(value, excluded.value)");
  }

  void count(long session, String kind, String name) {
    var shortName = name.length() > NAME ? name.substring(0, NAME) : name;
    counts.merge(new Key(session, kind, shortName), 1L, Long::sum);
  }

  void pullRequest(long session, Event.PullRequestLinked link) throws SQLException {
    fact(session, "pull_request", link.url(), link.number() + " " + orEmpty(link.repository()));
  }

  void git(long session, Event.GitOperated git) throws SQLException {
    var step = git.step() == null ? git.header().record().hex() : git.step().hex();
    fact(
        session,
        "git",
        step + " " + git.operation(),
        orEmpty(git.commit()) + " " + orEmpty(git.ref()));
  }

  /// Each value that a setting had, with the time from which it held.
  void settings(long session, Event.SettingsTold told) throws SQLException {
    var at = told.header().at();
    for (var setting : told.values().entrySet()) {
      fact(
          session,
          "setting",
          setting.getKey() + " " + setting.getValue(),
          at == null ? "" : at.toString());
    }
  }

  /// When the agent came to the conversation or left it, and why.
  void moment(long session, String kind, Event.Header header, @Nullable String why)
      throws SQLException {
    var at = header.at();
    fact(session, kind, (at == null ? "" : at) + " " + header.record().hex(), orEmpty(why));
  }

  void approval(long session, Event.ApprovalAsked approval) throws SQLException {
    var step = approval.step();
    var about = step == null ? approval.header().record().hex() : step.hex();
    fact(session, "approval", about + " " + approval.asked(), orEmpty(approval.reason()));
  }

  private void fact(long session, String kind, String key, String value) throws SQLException {
    fact.setLong(1, session);
    fact.setString(2, kind);
    fact.setString(3, key);
    fact.setString(4, value);
    fact.executeUpdate();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  void flush() throws SQLException {
    for (var entry : counts.entrySet()) {
      count.setLong(1, entry.getKey().session);
      count.setString(2, entry.getKey().kind);
      count.setString(3, entry.getKey().name);
      count.setLong(4, entry.getValue());
      count.executeUpdate();
    }
    counts.clear();
  }
}
