package dev.clew.index;

import dev.clew.cost.PriceTable;
import dev.clew.event.FileTouch;
import dev.clew.event.SpanId;
import dev.clew.event.Usage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows of `step`, `evidence` and `change`, merged in memory and written once per batch.
final class StepTable {
  private static final int COLUMNS = 33;

  private final PreparedStatement find;
  private final PreparedStatement put;
  private final PreparedStatement evidence;
  private final PreparedStatement dropEvidence;
  private final PreparedStatement drop;
  private final PreparedStatement dropChanges;
  private final PreparedStatement addChange;
  private final ToldDue told;
  private final TouchTable touches;
  private final PathTable paths;
  private final Shared shared;
  private final Pricing pricing;
  private final Map<Long, StepState> states = new HashMap<>();

  StepTable(
      Connection connection,
      SessionTable sessions,
      PathTable paths,
      ToldDue told,
      TouchTable touches,
      PriceTable prices)
      throws SQLException {
    find =
        connection.prepareStatement(
            "SELECT t.*, s.id AS child_id FROM step t LEFT JOIN session s ON s.ref = t.child"
                + " WHERE t.id = ?");
    put =
        connection.prepareStatement("REPLACE INTO step VALUES (" + "?,".repeat(COLUMNS - 1) + "?)");
    evidence = connection.prepareStatement("INSERT OR IGNORE INTO evidence VALUES (?,?)");
    dropEvidence = connection.prepareStatement("DELETE FROM evidence WHERE step = ?");
    drop = connection.prepareStatement("DELETE FROM step WHERE id = ?");
    dropChanges = connection.prepareStatement("DELETE FROM change WHERE step = ? AND source = ?");
    addChange =
        connection.prepareStatement(
            "INSERT INTO change VALUES (?,?,?,?,?,?) ON CONFLICT DO UPDATE SET"
                + " added = added + excluded.added, removed = removed + excluded.removed");
    this.paths = paths;
    this.told = told;
    this.touches = touches;
    shared = new Shared(connection, Shared.STEP, sessions);
    pricing = new Pricing(prices);
  }

  /// The state of a step that record `seq` of `session` speaks of.
  StepState state(SpanId step, long session, long seq) throws SQLException {
    var state = states.get(step.bits());
    if (state == null) {
      state = load(step.bits(), session);
      states.put(step.bits(), state);
    }
    if (state.session != session) {
      shared.add(state.id, state.session, session);
    }
    evidence(state.id, seq);
    return state;
  }

  /// Notes that record `seq` tells of a step, whether or not the step itself is known yet.
  void evidence(long step, long seq) throws SQLException {
    evidence.setLong(1, step);
    evidence.setLong(2, seq);
    evidence.executeUpdate();
  }

  private StepState load(long id, long session) throws SQLException {
    find.setLong(1, id);
    try (var row = find.executeQuery()) {
      return row.next() ? read(row) : new StepState(id, session);
    }
  }

  private static StepState read(ResultSet row) throws SQLException {
    var state = new StepState(row.getLong("id"), row.getLong("session"));
    state.kind = row.getString("kind");
    state.tool = row.getString("tool");
    state.title = row.getString("title");
    state.rank = rank(row.getString("rank"));
    state.titleClass = row.getInt("title_class");
    state.started = number(row, "started");
    state.ended = number(row, "ended");
    state.durationMs = number(row, "duration_ms");
    state.status = row.getString("status");
    state.error = row.getString("error");
    state.denial = row.getString("denial");
    state.fileSource = row.getInt("file_source");
    state.child = number(row, "child");
    state.childId = row.getString("child_id");
    state.provider = row.getString("provider");
    state.model = row.getString("model");
    state.synthetic = row.getBoolean("synthetic");
    state.stopReason = row.getString("stop_reason");
    state.usageRank = rank(row.getString("usage_rank"));
    state.usage = Pricing.usage(row);
    readAnswers(row, state);
    return state;
  }

  /// The answers apart, as they were before they were put together.
  private static void readAnswers(ResultSet row, StepState state) throws SQLException {
    var hook = row.getString("hook_answer");
    if (hook != null) {
      var answers = hook.split("\n", -1);
      state.byHook = StepAnswer.parse(answers[0]);
      state.inFile = answers.length > 1 ? StepAnswer.parse(answers[1]) : null;
      return;
    }
    var rank = rank(row.getString("answer_rank"));
    if (rank != null) {
      state.inFile =
          new StepAnswer(
              rank,
              state.ended,
              state.durationMs,
              state.status == null ? "unknown" : state.status,
              state.error,
              state.denial,
              state.fileSource == 1);
    }
  }

  private static @Nullable String answers(StepState state) {
    var hook = state.byHook;
    if (hook == null) {
      return null;
    }
    return state.inFile == null ? hook.text() : hook.text() + "\n" + state.inFile.text();
  }

  private static @Nullable Rank rank(@Nullable String text) {
    return text == null || text.isEmpty() ? null : Rank.parse(text);
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    var value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  /// Writes a step that is told as a whole, with the records that tell it.
  ///
  /// @param seqs the numbers of records, separated by blanks
  void replace(StepState state, List<String> seqs) throws SQLException {
    dropEvidence.setLong(1, state.id);
    dropEvidence.executeUpdate();
    write(state);
    for (var each : seqs) {
      for (var seq : each.split(" ", -1)) {
        evidence(state.id, Long.parseLong(seq));
      }
    }
  }

  /// Removes a step that nothing tells any more.
  void remove(long id) throws SQLException {
    dropEvidence.setLong(1, id);
    dropEvidence.executeUpdate();
    drop.setLong(1, id);
    drop.executeUpdate();
  }

  void flush() throws SQLException {
    for (var state : states.values()) {
      write(state);
      writeChanges(state.id, 0, state.intended);
      writeChanges(state.id, 1, state.actualInFile);
      writeChanges(state.id, 2, state.actualByHook);
      if (state.usage == null) { // a tool call
        told.add(state.id);
        told.ran(state);
        touches.due(state.id);
      }
    }
    states.clear();
  }

  private void write(StepState state) throws SQLException {
    put.setLong(1, state.id);
    put.setLong(2, state.session);
    put.setString(3, state.kind == null ? "tool_call" : state.kind);
    put.setString(4, state.tool);
    put.setString(5, state.title);
    put.setString(6, text(state.rank));
    put.setInt(7, state.titleClass);
    put.setLong(8, place(state));
    SessionTable.setLong(put, 9, state.started);
    SessionTable.setLong(put, 10, state.ended);
    SessionTable.setLong(put, 11, state.durationMs);
    put.setString(12, text(state.answerRank()));
    put.setString(13, state.status);
    put.setString(14, state.error);
    put.setString(15, state.denial);
    put.setInt(16, state.fileSource);
    SessionTable.setLong(put, 17, state.child);
    put.setString(18, state.provider);
    put.setString(19, state.model);
    put.setBoolean(20, state.synthetic);
    put.setString(21, state.stopReason);
    put.setString(22, text(state.usageRank));
    writeUsage(state.usage);
    SessionTable.setLong(put, 32, pricing.cost(state));
    put.setString(COLUMNS, answers(state));
    put.executeUpdate();
  }

  private void writeUsage(@Nullable Usage usage) throws SQLException {
    SessionTable.setLong(put, 23, usage == null ? null : usage.input());
    SessionTable.setLong(put, 24, usage == null ? null : usage.cacheRead());
    SessionTable.setLong(put, 25, usage == null ? null : usage.cacheWrite5m());
    SessionTable.setLong(put, 26, usage == null ? null : usage.cacheWrite1h());
    SessionTable.setLong(put, 27, usage == null ? null : usage.output());
    SessionTable.setLong(put, 28, usage == null ? null : usage.reasoning());
    put.setBoolean(29, usage != null && usage.fast());
    put.setBoolean(30, usage != null && usage.inUs());
    put.setInt(31, usage == null ? 0 : usage.webSearches());
  }

  private static long place(StepState state) {
    var rank = state.rank == null ? state.answerRank() : state.rank;
    return rank == null ? 0 : rank.position();
  }

  private static String text(@Nullable Rank rank) {
    return rank == null ? "" : rank.text();
  }

  private void writeChanges(long step, int source, @Nullable List<FileTouch> touches)
      throws SQLException {
    if (touches == null) {
      return; // nothing new is told
    }
    dropChanges.setLong(1, step);
    dropChanges.setInt(2, source);
    dropChanges.executeUpdate();
    for (var touch : touches) {
      addChange.setLong(1, step);
      addChange.setInt(2, source);
      addChange.setLong(3, paths.id(touch.path()));
      addChange.setString(4, touch.op().wire());
      addChange.setInt(5, touch.added());
      addChange.setInt(6, touch.removed());
      addChange.executeUpdate();
    }
  }
}
