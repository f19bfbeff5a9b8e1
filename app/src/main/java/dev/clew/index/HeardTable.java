package dev.clew.index;

import dev.clew.event.Event;
import dev.clew.event.SpanId;
import dev.clew.event.StepStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/// The rows of `heard` and `hooked`: which source told of each tool call, and when a session's
/// hooks were heard. Transcripts and hooks are held against each other by them.
final class HeardTable {
  /// Who told what of a call.
  static final int HOOK_BEFORE = 0;

  static final int HOOK_AFTER = 1;
  static final int TRANSCRIPT_ASKED = 2;
  static final int TRANSCRIPT_ANSWERED = 3;

  private final PreparedStatement heard;
  private final PreparedStatement hooked;

  HeardTable(Connection connection) throws SQLException {
    heard =
        connection.prepareStatement(
            "INSERT INTO heard VALUES (?,?,?) ON CONFLICT DO UPDATE SET"
                + " at = coalesce(min(at, excluded.at), at, excluded.at)");
    hooked =
        connection.prepareStatement(
            "INSERT INTO hooked VALUES (?,1,?,?,?,?) ON CONFLICT DO UPDATE SET"
                + " hooks = hooks + 1,"
                + " first_at = coalesce(min(first_at, excluded.first_at), first_at,"
                + " excluded.first_at),"
                + " last_at = coalesce(max(last_at, excluded.last_at), last_at,"
                + " excluded.last_at),"
                + " rested_at = coalesce(max(rested_at, excluded.rested_at), rested_at,"
                + " excluded.rested_at),"
                + " failures = failures + excluded.failures");
  }

  /// Takes one record.
  ///
  /// @param session the session of its first event
  void add(long session, Projected record) throws SQLException {
    Long at = null;
    Long rested = null;
    var failures = 0;
    var asked = new HashMap<SpanId, @Nullable Long>();
    var answered = new HashMap<SpanId, @Nullable Long>();
    for (var event : record.events()) {
      var ms = ms(event);
      at = at == null ? ms : at;
      switch (event) {
        case Event.ToolRequested told -> asked.put(told.step(), ms);
        case Event.ToolAnswered told -> {
          answered.put(told.step(), ms);
          failures += told.answer().status() == StepStatus.ERROR ? 1 : 0;
        }
        case Event.TurnEnded _, Event.SessionEnded _ -> rested = ms;
        default -> {} // says nothing of calls
      }
    }
    if (record.isHook()) {
      asked.keySet().removeAll(answered.keySet()); // a hook after a call tells of the request too
    }
    for (var call : asked.entrySet()) {
      heard(call.getKey(), record.isHook() ? HOOK_BEFORE : TRANSCRIPT_ASKED, call.getValue());
    }
    for (var call : answered.entrySet()) {
      heard(call.getKey(), record.isHook() ? HOOK_AFTER : TRANSCRIPT_ANSWERED, call.getValue());
    }
    if (record.isHook()) {
      hooked.setLong(1, session);
      SessionTable.setLong(hooked, 2, at);
      SessionTable.setLong(hooked, 3, at);
      SessionTable.setLong(hooked, 4, rested);
      hooked.setInt(5, failures);
      hooked.executeUpdate();
    }
  }

  private static @Nullable Long ms(Event event) {
    var at = event.header().at();
    return at == null ? null : at.toEpochMilli();
  }

  private void heard(SpanId step, int source, @Nullable Long at) throws SQLException {
    heard.setLong(1, step.bits());
    heard.setInt(2, source);
    if (at == null) {
      heard.setNull(3, Types.INTEGER);
    } else {
      heard.setLong(3, at);
    }
    heard.executeUpdate();
  }
}
