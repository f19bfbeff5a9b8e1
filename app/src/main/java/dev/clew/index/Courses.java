package dev.clew.index;

import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps the marks of conversations, and the calls and turns that follow from them.
///
/// Whenever a session has changed, its course is told anew from all of its marks; rows are written
/// where it differs from what was told before. A call that several sessions tell has one row, from
/// the telling that knows most; [Homes] decides whose it is.
final class Courses {
  private record Name(int kind, long id) {}

  private record Teller(long session, String id, String data, String seqs) {}

  private final Connection connection;
  private final StepTable steps;
  private final TurnTable turns;
  private final PreparedStatement addMark;
  private final PreparedStatement marks;
  private final PreparedStatement told;
  private final PreparedStatement putTold;
  private final PreparedStatement dropTold;
  private final PreparedStatement tellers;
  private final PreparedStatement addPlaced;
  private final PreparedStatement dropPlaced;
  private final PreparedStatement addShared;
  private final PreparedStatement dropShared;
  private final PreparedStatement markDirty;

  Courses(Connection connection, StepTable steps, TurnTable turns) throws SQLException {
    this.connection = connection;
    this.steps = steps;
    this.turns = turns;
    addMark = connection.prepareStatement("INSERT OR IGNORE INTO mark VALUES (?,?,?,?,?,?,?)");
    marks =
        connection.prepareStatement(
            "SELECT position, record, ordinal, seq, at, place FROM mark WHERE session = ?"
                + " ORDER BY position, record, ordinal");
    told =
        connection.prepareStatement("SELECT kind, id, data, seqs FROM telling WHERE session = ?");
    putTold = connection.prepareStatement("REPLACE INTO telling VALUES (?,?,?,?,?)");
    dropTold =
        connection.prepareStatement(
            "DELETE FROM telling WHERE kind = ? AND id = ? AND session = ?");
    tellers =
        connection.prepareStatement(
            "SELECT t.session, s.id, t.data, t.seqs FROM telling t JOIN session s ON s.ref = t.session"
                + " WHERE t.kind = ? AND t.id = ?");
    addPlaced = connection.prepareStatement("INSERT OR IGNORE INTO placed VALUES (?,?,?)");
    dropPlaced =
        connection.prepareStatement("DELETE FROM placed WHERE seq = ? AND kind = ? AND span = ?");
    dropShared = connection.prepareStatement("DELETE FROM shared WHERE kind = ? AND id = ?");
    markDirty = connection.prepareStatement("INSERT OR IGNORE INTO dirty VALUES (?)");
    addShared = connection.prepareStatement("INSERT OR IGNORE INTO shared VALUES (?,?,?)");
  }

  void add(long session, long seq, Event.Placed event) throws SQLException {
    var rank = Rank.of(event.header());
    addMark.setLong(1, session);
    addMark.setLong(2, rank.position());
    addMark.setString(3, rank.record());
    addMark.setInt(4, event.header().ordinal());
    addMark.setLong(5, seq);
    addMark.setLong(6, rank.at());
    addMark.setString(7, Mark.encode(Mark.reduced(event.place())));
    addMark.executeUpdate();
  }

  /// Tells the courses of the sessions that have changed.
  void refresh() throws SQLException {
    var changed = new LinkedHashSet<Name>();
    for (var session : dirty().entrySet()) {
      changed.addAll(retell(session.getKey(), session.getValue()));
    }
    for (var name : changed) {
      settle(name);
    }
  }

  private Map<Long, SessionKey> dirty() throws SQLException {
    var sessions = new HashMap<Long, SessionKey>();
    new Sql()
        .add(
            "SELECT s.ref, s.agent, s.agent_session, s.subagent FROM dirty d"
                + " JOIN session s ON s.ref = d.session"
                + " WHERE EXISTS (SELECT 1 FROM mark m WHERE m.session = s.ref)")
        .list(
            connection,
            row ->
                sessions.put(
                    row.getLong(1),
                    new SessionKey(row.getString(2), row.getString(3), row.getString(4))));
    return sessions;
  }

  private Set<Name> retell(long session, SessionKey key) throws SQLException {
    var before = told(session);
    var marks = marks(session);
    var texts = marks.stream().filter(Mark::hasText).map(Mark::seq).collect(Collectors.toSet());
    var changed = new LinkedHashSet<Name>();
    for (var each : Course.of(key, marks)) {
      var name = new Name(each.kind(), each.id());
      var old = before.remove(name);
      if (!each.equals(old)) {
        if (old != null) {
          place(dropPlaced, old, texts);
        }
        place(addPlaced, each, texts);
        put(session, each);
        changed.add(name);
      }
    }
    for (var gone : before.values()) {
      dropTold.setInt(1, gone.kind());
      dropTold.setLong(2, gone.id());
      dropTold.setLong(3, session);
      dropTold.executeUpdate();
      place(dropPlaced, gone, texts);
      changed.add(new Name(gone.kind(), gone.id()));
    }
    return changed;
  }

  /// Notes, or forgets, which records' text belongs to a call or turn.
  ///
  /// @param texts the records that have text
  private static void place(PreparedStatement change, Told each, Set<Long> texts)
      throws SQLException {
    var kind = each.kind() == Shared.TURN ? TextKind.PROMPTS : TextKind.OUTPUT;
    for (var seq : each.records()) {
      if (texts.contains(seq)) {
        change.setLong(1, seq);
        change.setInt(2, kind.code());
        change.setLong(3, each.id());
        change.executeUpdate();
      }
    }
  }

  private List<Mark> marks(long session) throws SQLException {
    marks.setLong(1, session);
    var found = new ArrayList<Mark>();
    try (var row = marks.executeQuery()) {
      while (row.next()) {
        found.add(
            new Mark(
                row.getLong(1),
                row.getString(2),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5),
                Mark.decode(row.getString(6))));
      }
    }
    return found;
  }

  private Map<Name, Told> told(long session) throws SQLException {
    told.setLong(1, session);
    var found = new HashMap<Name, Told>();
    try (var row = told.executeQuery()) {
      while (row.next()) {
        var each = new Told(row.getInt(1), row.getLong(2), row.getString(3), row.getString(4));
        found.put(new Name(each.kind(), each.id()), each);
      }
    }
    return found;
  }

  private void put(long session, Told each) throws SQLException {
    putTold.setInt(1, each.kind());
    putTold.setLong(2, each.id());
    putTold.setLong(3, session);
    putTold.setString(4, each.data());
    putTold.setString(5, each.seqs());
    putTold.executeUpdate();
  }

  /// Writes the row of a call or turn from all that tell it.
  private void settle(Name name) throws SQLException {
    var all = tellers(name);
    dropShared.setInt(1, name.kind);
    dropShared.setLong(2, name.id);
    dropShared.executeUpdate();
    if (name.kind == Shared.STEP) {
      call(name.id, all);
    } else {
      turn(name.id, all);
    }
    for (var teller : all) {
      markDirty.setLong(1, teller.session);
      markDirty.executeUpdate();
      if (all.size() > 1) {
        addShared.setInt(1, name.kind);
        addShared.setLong(2, name.id);
        addShared.setLong(3, teller.session);
        addShared.executeUpdate();
      }
    }
  }

  private List<Teller> tellers(Name name) throws SQLException {
    tellers.setInt(1, name.kind);
    tellers.setLong(2, name.id);
    var found = new ArrayList<Teller>();
    try (var row = tellers.executeQuery()) {
      while (row.next()) {
        found.add(new Teller(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)));
      }
    }
    return found;
  }

  private void call(long id, List<Teller> all) throws SQLException {
    if (all.isEmpty()) {
      steps.remove(id);
      return;
    }
    var best =
        all.stream()
            .min(
                Comparator.comparing((Teller each) -> Told.Call.parse(each.data), Told.Call.BEST)
                    .thenComparing(Teller::id))
            .orElseThrow();
    var call = Told.Call.parse(best.data);
    var state = new StepState(id, best.session);
    state.kind = StepKind.LLM_CALL.wire();
    state.rank = call.rank();
    state.title = call.title();
    state.titleClass = call.titleClass();
    state.started = call.rank().at() == Rank.NO_TIME ? null : call.rank().at();
    state.ended = call.ended();
    state.provider = call.provider() == null ? "" : call.provider();
    state.model = call.model();
    state.error = call.error();
    state.status = (call.error() == null ? StepStatus.OK : StepStatus.ERROR).wire();
    state.usageRank = call.rank();
    state.usage = call.usage();
    steps.replace(state, all.stream().map(Teller::seqs).toList());
  }

  private void turn(long id, List<Teller> all) throws SQLException {
    if (all.isEmpty()) {
      turns.remove(id);
      return;
    }
    var first =
        all.stream()
            .min(
                Comparator.comparing((Teller each) -> Told.Turn.parse(each.data).rank())
                    .thenComparing(Teller::id))
            .orElseThrow();
    var turn = Told.Turn.parse(first.data);
    var state = new TurnState(id, first.session);
    state.rank = turn.rank();
    state.source = turn.source();
    state.title = turn.title();
    state.seq = Long.parseLong(first.seqs);
    turns.write(state);
  }
}
