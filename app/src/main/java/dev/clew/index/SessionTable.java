package dev.clew.index;

import dev.clew.event.SessionKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows of `session`, merged in memory and written once per batch.
final class SessionTable {
  private static final int KEPT = 4096;

  private final PreparedStatement find;
  private final PreparedStatement add;
  private final PreparedStatement update;
  private final PreparedStatement markDirty;
  private final ToldDue told;
  private final TouchTable touches;
  private final Map<SessionKey, SessionState> states = new HashMap<>();
  private final Set<Long> touched = new HashSet<>();

  SessionTable(Connection connection, ToldDue told, TouchTable touches) throws SQLException {
    this.told = told;
    this.touches = touches;
    find =
        connection.prepareStatement(
            "SELECT ref, mode, facts, first_at, last_at FROM session WHERE id = ?");
    add =
        connection.prepareStatement(
            "INSERT INTO session (id, trace, agent, agent_session, subagent, mode)"
                + " VALUES (?,?,?,?,?,?) RETURNING ref");
    update =
        connection.prepareStatement(
            "UPDATE session SET facts = ?, first_at = ?, last_at = ?, version = ?, cwd = ?,"
                + " repo = ?, branch = ?, title = ?, user = ?, subagent_type = ?, mode = ?,"
                + " origin = ? WHERE ref = ?");
    markDirty = connection.prepareStatement("INSERT OR IGNORE INTO dirty VALUES (?)");
  }

  SessionState state(SessionKey key, String mode) throws SQLException {
    var known = states.get(key);
    if (known == null) {
      known = load(key, mode);
      states.put(key, known);
    }
    known.seen(mode);
    return known;
  }

  /// The session's totals must be computed anew.
  void touch(long ref) {
    touched.add(ref);
  }

  private SessionState load(SessionKey key, String mode) throws SQLException {
    find.setString(1, key.id());
    try (var row = find.executeQuery()) {
      if (row.next()) {
        var state =
            new SessionState(row.getLong(1), key, row.getString(2), Facts.parse(row.getString(3)));
        state.firstAt = nullable(row.getLong(4), row.wasNull());
        state.lastAt = nullable(row.getLong(5), row.wasNull());
        return state;
      }
    }
    add.setString(1, key.id());
    add.setString(2, key.traceId());
    add.setString(3, key.agent());
    add.setString(4, key.agentSession());
    add.setString(5, key.subagent());
    add.setString(6, mode);
    try (var row = add.executeQuery()) {
      row.next();
      return new SessionState(row.getLong(1), key, mode, new Facts());
    }
  }

  private static @Nullable Long nullable(long value, boolean isNull) {
    return isNull ? null : value;
  }

  void flush() throws SQLException {
    for (var state : states.values()) {
      if (state.changed) {
        write(state);
        state.changed = false;
      }
      if (state.moved) {
        told.moved(state.ref);
        touches.moved(state.ref);
        state.moved = false;
      }
    }
    for (var ref : touched) {
      markDirty.setLong(1, ref);
      markDirty.executeUpdate();
    }
    touched.clear();
    if (states.size() > KEPT) {
      states.clear();
    }
  }

  private void write(SessionState state) throws SQLException {
    var facts = state.facts;
    update.setString(1, facts.text());
    setLong(update, 2, state.firstAt);
    setLong(update, 3, state.lastAt);
    update.setString(4, facts.get(Facts.Kind.VERSION));
    update.setString(5, facts.get(Facts.Kind.LAST_CWD));
    update.setString(6, facts.get(Facts.Kind.FIRST_CWD));
    update.setString(7, facts.get(Facts.Kind.BRANCH));
    update.setString(8, facts.title());
    update.setString(9, facts.get(Facts.Kind.USER));
    update.setString(10, facts.get(Facts.Kind.SUBAGENT_TYPE));
    update.setString(11, state.mode);
    update.setString(12, facts.get(Facts.Kind.ORIGIN));
    update.setLong(13, state.ref);
    update.executeUpdate();
  }

  static void setLong(PreparedStatement statement, int index, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setLong(index, value);
    }
  }
}
