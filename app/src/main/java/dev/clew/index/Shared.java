package dev.clew.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Notes the steps and turns that several sessions tell: a resumed or forked session repeats the
/// records of the one it came from. [Totals] decides which of them is their home.
final class Shared {
  static final int STEP = 1;
  static final int TURN = 2;

  private final PreparedStatement add;
  private final int kind;
  private final SessionTable sessions;

  Shared(Connection connection, int kind, SessionTable sessions) throws SQLException {
    add = connection.prepareStatement("INSERT OR IGNORE INTO shared VALUES (?,?,?)");
    this.kind = kind;
    this.sessions = sessions;
  }

  void add(long id, long oneSession, long otherSession) throws SQLException {
    for (var session : new long[] {oneSession, otherSession}) {
      add.setInt(1, kind);
      add.setLong(2, id);
      add.setLong(3, session);
      add.executeUpdate();
      sessions.touch(session);
    }
  }
}
