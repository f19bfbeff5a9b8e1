package dev.clew.index;

import dev.clew.event.Event;
import dev.clew.event.OriginClass;
import dev.clew.event.SpanId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rows of `workspace_change`, `snapshot`, `worktree`, `git_move`, `missed` and `worked_in`:
/// what was seen in workspaces. Each event is a row of its own, so nothing is merged and no order
/// counts.
final class WorkspaceTable {
  /// So long after its last record a session may still be shown what happens around it.
  private static final long NEAR_MS = 900_000;

  private final PreparedStatement change;
  private final PreparedStatement snapshot;
  private final PreparedStatement worktree;
  private final PreparedStatement worktreePath;
  private final PreparedStatement move;
  private final PreparedStatement missed;
  private final PreparedStatement workedIn;
  private final PreparedStatement touchStep;
  private final PreparedStatement touchNear;
  private final PathTable paths;
  private final OriginTable origins;
  private final TouchTable touches;
  private final List<Seen> seen = new ArrayList<>();

  private record Seen(@Nullable SpanId step, long root, long at) {}

  WorkspaceTable(Connection connection, PathTable paths, OriginTable origins, TouchTable touches)
      throws SQLException {
    this.paths = paths;
    this.origins = origins;
    this.touches = touches;
    change = insert(connection, "workspace_change", 20);
    snapshot = insert(connection, "snapshot", 16);
    worktree = insert(connection, "worktree", 14);
    worktreePath = insert(connection, "worktree_path", 4);
    move = insert(connection, "git_move", 13);
    missed = insert(connection, "missed", 9);
    workedIn = connection.prepareStatement("INSERT OR IGNORE INTO worked_in VALUES (?,?)");
    touchStep =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO dirty SELECT session FROM step WHERE id = ?");
    touchNear =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO dirty SELECT w.session FROM worked_in w"
                + " JOIN session s ON s.ref = w.session"
                + " WHERE w.root = ? AND s.first_at <= ? AND s.last_at >= ?");
  }

  static PreparedStatement insert(Connection connection, String table, int columns)
      throws SQLException {
    return connection.prepareStatement(
        "INSERT OR IGNORE INTO %s VALUES (%s?)".formatted(table, "?,".repeat(columns - 1)));
  }

  void add(long session, long seq, Event.FileChanged event) throws SQLException {
    var told = event.change();
    var root = paths.id(told.root());
    head(change, seq, event, session, event.step());
    change.setLong(8, root);
    var path = paths.id(told.root() + "/" + told.path());
    change.setLong(9, path);
    SessionTable.setLong(
        change, 10, told.from() == null ? null : paths.id(told.root() + "/" + told.from()));
    change.setString(11, told.op().wire());
    change.setString(12, Versions.text(told.before()));
    change.setString(13, Versions.text(told.after()));
    change.setString(14, told.origin().wire());
    change.setString(15, told.confidence().wire());
    change.setString(16, String.join(" ", told.evidence()));
    change.setString(
        17, told.candidates().stream().map(SpanId::hex).collect(Collectors.joining(" ")));
    change.setInt(18, told.added());
    change.setInt(19, told.removed());
    change.setString(20, told.commit());
    change.executeUpdate();
    origins.seen(root, millis(event.header()));
    var step = event.step();
    if (step != null) {
      touches.due(step.bits());
    } else if (told.origin() == OriginClass.HUMAN) {
      touches.byPerson(path, millis(event.header()));
    }
    isIn(event, session, step, root);
  }

  void add(long session, long seq, Event.SnapshotTaken event) throws SQLException {
    var state = event.state();
    var root = paths.id(state.root());
    head(snapshot, seq, event, session, event.step());
    snapshot.setLong(8, root);
    snapshot.setString(9, state.moment());
    snapshot.setString(10, state.tree());
    snapshot.setLong(11, state.files());
    snapshot.setLong(12, state.bytes());
    snapshot.setLong(13, state.notKept());
    snapshot.setString(14, state.head());
    snapshot.setString(15, state.branch());
    var repository = state.repository();
    SessionTable.setLong(snapshot, 16, repository == null ? null : paths.id(repository));
    snapshot.executeUpdate();
    origins.looked(root, millis(event.header()));
    if (repository != null) {
      origins.isOf(root, paths.id(repository), millis(event.header()));
    }
    isIn(event, session, event.step(), root);
  }

  void add(long session, long seq, Event.WorktreeCompared event) throws SQLException {
    var status = event.status();
    var root = paths.id(status.root());
    head(worktree, seq, event, session, null);
    worktree.setLong(8, root);
    worktree.setString(9, status.moment());
    worktree.setString(10, status.commit());
    worktree.setLong(11, status.modified());
    worktree.setLong(12, status.deleted());
    worktree.setLong(13, status.untracked());
    worktree.setLong(14, status.notCompared());
    worktree.executeUpdate();
    for (int i = 0; i < status.paths().size(); i++) {
      worktreePath.setLong(1, seq);
      worktreePath.setInt(2, i);
      worktreePath.setString(3, status.paths().get(i).state());
      worktreePath.setString(4, status.paths().get(i).path());
      worktreePath.executeUpdate();
    }
    isIn(event, session, null, root);
  }

  void add(long session, long seq, Event.GitMoved event) throws SQLException {
    var told = event.move();
    var root = paths.id(told.root());
    head(move, seq, event, session, event.step());
    move.setLong(8, root);
    move.setString(9, told.what());
    move.setString(10, told.name());
    move.setString(11, told.before());
    move.setString(12, told.after());
    move.setString(13, told.operation());
    move.executeUpdate();
    isIn(event, session, event.step(), root);
  }

  void add(long session, long seq, Event.CaptureMissed event) throws SQLException {
    head(missed, seq, event, session, event.step());
    missed.setString(8, event.what());
    missed.setString(9, event.reason());
    missed.executeUpdate();
  }

  static @Nullable Long millis(Event.Header header) {
    return header.at() == null ? null : header.at().toEpochMilli();
  }

  static void head(
      PreparedStatement row, long seq, Event event, long session, @Nullable SpanId step)
      throws SQLException {
    var header = event.header();
    row.setLong(1, seq);
    row.setInt(2, header.ordinal());
    row.setString(3, header.record().hex());
    row.setLong(4, header.position());
    SessionTable.setLong(row, 5, header.at() == null ? null : header.at().toEpochMilli());
    row.setLong(6, session);
    if (step == null) {
      row.setNull(7, Types.INTEGER);
    } else {
      row.setLong(7, step.bits());
    }
  }

  private void isIn(Event event, long session, @Nullable SpanId step, long root)
      throws SQLException {
    workedIn.setLong(1, session);
    workedIn.setLong(2, root);
    workedIn.executeUpdate();
    var at = event.header().at();
    seen.add(new Seen(step, root, at == null ? 0 : at.toEpochMilli()));
  }

  /// Has the sessions told anew that what was seen is part of, or that worked beside it: after
  /// their steps have been written.
  void flush() throws SQLException {
    for (var each : seen) {
      if (each.step == null) {
        touchNear.setLong(1, each.root);
        touchNear.setLong(2, each.at);
        touchNear.setLong(3, each.at - NEAR_MS);
        touchNear.executeUpdate();
      } else {
        touchStep.setLong(1, each.step.bits());
        touchStep.executeUpdate();
      }
    }
    seen.clear();
  }
}
