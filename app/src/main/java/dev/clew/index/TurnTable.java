package dev.clew.index;

import dev.clew.event.SpanId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// The rows of `turn`, merged in memory and written once per batch.
final class TurnTable {
  private final PreparedStatement find;
  private final PreparedStatement put;
  private final PreparedStatement drop;
  private final Shared shared;
  private final Map<Long, TurnState> states = new HashMap<>();

  TurnTable(Connection connection, SessionTable sessions) throws SQLException {
    find =
        connection.prepareStatement(
            "SELECT session, rank, source, title, seq FROM turn WHERE id = ?");
    put = connection.prepareStatement("REPLACE INTO turn VALUES (?,?,?,?,?,?,?,?)");
    drop = connection.prepareStatement("DELETE FROM turn WHERE id = ?");
    shared = new Shared(connection, Shared.TURN, sessions);
  }

  TurnState state(SpanId turn, long session) throws SQLException {
    var state = states.get(turn.bits());
    if (state == null) {
      state = load(turn.bits(), session);
      states.put(turn.bits(), state);
    }
    if (state.session != session) {
      shared.add(state.id, state.session, session);
    }
    return state;
  }

  private TurnState load(long id, long session) throws SQLException {
    find.setLong(1, id);
    try (var row = find.executeQuery()) {
      if (!row.next()) {
        return new TurnState(id, session);
      }
      var state = new TurnState(id, row.getLong(1));
      state.rank = Rank.parse(row.getString(2));
      state.source = row.getString(3);
      state.title = row.getString(4);
      state.seq = row.getLong(5);
      return state;
    }
  }

  void flush() throws SQLException {
    for (var state : states.values()) {
      write(state);
    }
    states.clear();
  }

  /// Writes a turn that has a prompt.
  void write(TurnState state) throws SQLException {
    var rank = state.rank;
    if (rank != null) {
      put.setLong(1, state.id);
      put.setLong(2, state.session);
      put.setLong(3, rank.at() == Rank.NO_TIME ? 0 : rank.at());
      put.setString(4, rank.text());
      put.setString(5, state.source);
      put.setString(6, state.title);
      put.setLong(7, state.seq);
      put.setBoolean(8, rank.isHook());
      put.executeUpdate();
    }
  }

  /// Removes a turn that nothing tells any more.
  void remove(long id) throws SQLException {
    drop.setLong(1, id);
    drop.executeUpdate();
  }
}
