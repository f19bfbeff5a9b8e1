package dev.clew.query;

import dev.clew.event.GitMove;
import dev.clew.event.WorkspaceChange;
import dev.clew.event.WorkspaceState;
import dev.clew.event.WorktreeStatus;
import dev.clew.index.IndexReader;
import dev.clew.index.Missed;
import dev.clew.index.Seen;
import dev.clew.index.StaleRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What was seen in the workspaces of a session beside its steps.
///
/// @param ends the first and the last look at each workspace
/// @param worktrees how the work trees differed from their commits when it began and ended
/// @param moves what Git did while it went on
/// @param missed what should have been captured of it
/// @param stale writes from a version that was no longer there, by it or over what it had left
/// @param beside what changed there that no step is known to have done
/// @param next for each of `beside` the step that began next, or was about to begin when it was
///   seen; absent after the last one
public record SessionWorkspaces(
    List<Seen<WorkspaceState>> ends,
    List<Seen<WorktreeStatus>> worktrees,
    List<Seen<GitMove>> moves,
    List<Seen<Missed>> missed,
    List<StaleRow> stale,
    List<Seen<WorkspaceChange>> beside,
    List<@Nullable Long> next) {
  private static final int LISTED = 500;

  static final Shape BESIDE =
      Shape.of(
          "change_beside",
          "A change beside a session that no step is known to have done.",
          """
          at?: time - when it was seen
          next_step?: id - the step that began next, or was about to begin when it was seen
          root: text - the workspace's folder
          path: text - the file, below the workspace's folder
          op: text - create, modify, delete or rename
          from?: text - where it was before
          before?: id - SHA-256 of the content before
          after?: id - SHA-256 of the content after
          added: number - lines added
          removed: number - lines removed
          origin: text - who did it: human, vcs, baseline or unknown
          confidence: text - how sure that is: exact, replayed, inferred or unknown
          evidence: [text] - what supports it
          candidates: [id] - the steps that may have done it
          commit?: text - the commit that it came from
          """);

  /// @param tree the session and its sub-agents
  static SessionWorkspaces of(IndexReader index, List<Long> tree) throws SQLException {
    var workspaces = index.workspaces();
    var first = new LinkedHashMap<String, Seen<WorkspaceState>>();
    var last = new LinkedHashMap<String, Seen<WorkspaceState>>();
    var about = new HashMap<Long, Long>();
    for (var seen : workspaces.snapshotsOfSessions(tree)) {
      if (seen.step() != null && seen.what().moment().equals("before")) {
        about.put(seen.seq(), seen.step());
      }
      first.putIfAbsent(seen.what().root(), seen);
      last.put(seen.what().root(), seen);
    }
    var ends = new ArrayList<Seen<WorkspaceState>>();
    first.forEach((root, seen) -> {
      ends.add(seen);
      var end = last.get(root);
      if (end != null && end.seq() != seen.seq()) {
        ends.add(end);
      }
    });
    var beside = workspaces.changesAround(tree);
    return new SessionWorkspaces(
        List.copyOf(ends),
        workspaces.worktreesOfSessions(tree),
        workspaces.gitMoves(tree),
        workspaces.missed(tree),
        index.overlaps().staleSince(tree, 0),
        beside,
        next(index, tree, beside, about));
  }

  private static List<@Nullable Long> next(
      IndexReader index, List<Long> tree, List<Seen<WorkspaceChange>> beside, Map<Long, Long> about)
      throws SQLException {
    var next = new ArrayList<@Nullable Long>();
    if (beside.isEmpty()) {
      return next;
    }
    var starts = new TreeMap<Long, Long>();
    for (var step : index.outline(tree)) {
      if (step.startedAt() != null) {
        starts.putIfAbsent(step.startedAt(), step.id());
      }
    }
    for (var seen : beside) {
      var told = about.get(seen.seq());
      var at = seen.at() == null ? null : starts.ceilingEntry(seen.at());
      next.add(told == null && at != null ? at.getValue() : told);
    }
    return next;
  }

  void write(JsonGenerator json) {
    SeenFields.snapshots("workspaces", ends, json);
    SeenFields.worktrees(worktrees, json);
    SeenFields.moves(moves, json);
    SeenFields.missed(missed, json);
    if (!stale.isEmpty()) {
      StaleFields.list("stale_writes", stale.subList(0, Math.min(LISTED, stale.size())), json);
    }
    json.writeArrayPropertyStart("beside");
    for (var i = 0; i < Math.min(LISTED, beside.size()); i++) {
      beside(beside.get(i), next.get(i), json);
    }
    json.writeEndArray();
    json.writeNumberProperty("beside_total", beside.size());
  }

  private static void beside(
      Seen<WorkspaceChange> seen, @Nullable Long nextStep, JsonGenerator json) {
    var change = seen.what();
    json.writeStartObject();
    var fields = new Fields(json);
    fields
        .at("at", seen.at())
        .span("next_step", nextStep)
        .text("root", change.root())
        .text("path", change.path())
        .text("op", change.op().wire())
        .text("from", change.from())
        .text("before", change.before() == null ? null : change.before().sha256())
        .text("after", change.after() == null ? null : change.after().sha256())
        .number("added", change.added())
        .number("removed", change.removed());
    FileDiff.Who.of(change, null).write(fields);
    json.writeEndObject();
  }
}
