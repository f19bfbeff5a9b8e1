package dev.clew.query;

import dev.clew.event.GitMove;
import dev.clew.event.WorkspaceState;
import dev.clew.event.WorktreeStatus;
import dev.clew.index.Missed;
import dev.clew.index.Seen;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// How what was seen in workspaces is written, and its shapes.
final class SeenFields {
  static final String SNAPSHOT_FIELDS =
      """
      snapshot: text - its name, 64 hex digits
      root: text - the workspace's folder
      moment: text - why it was looked at: first, before, after, turn_end, session_start...
      at?: time - when
      session: id - the session that it is told of
      step?: id - the step before or after which it was taken
      files: number - how many files it has
      bytes: number - their size together
      not_kept: number - how many of them are known by hash, size and reason only
      head?: text - the commit that was checked out
      branch?: text - the branch that was checked out
      """;
  static final Shape SNAPSHOT =
      Shape.of("snapshot_seen", "A workspace as a whole at one moment.", SNAPSHOT_FIELDS);
  static final Shape GIT_MOVE =
      Shape.of(
          "git_move",
          "Something that Git did in a workspace.",
          """
          root: text - the workspace's folder
          what: text - head, branch, index, merge, rebase, stash...
          name?: text - the ref or the state that changed
          before?: text - the commit or value before
          after?: text - the commit or value after
          operation?: text - what Git's own log says of it
          at?: time - when it was seen
          step?: id - the step whose command did it
          """);
  static final Shape WORKTREE =
      Shape.of(
          "worktree_status",
          "How a work tree differed from the commit that was checked out.",
          """
          root: text - the workspace's folder
          moment: text - session_start, session_end, or first_heard where hooks came later
          at?: time - when
          session: id - the session that it is told of
          commit?: text - the commit that was checked out
          modified: number - files of it that were there, changed
          deleted: number - files of it that were not there
          untracked: number - files that it does not have and Git does not ignore
          not_compared: number - files whose bytes are not kept
          paths: [worktree_path] - the first 200 of them
          """);
  static final Shape WORKTREE_PATH =
      Shape.of(
          "worktree_path",
          "A file that differed from the commit.",
          """
          state: text - modified, deleted or untracked
          path: text - below the workspace's folder
          """);
  static final Shape MISSED =
      Shape.of(
          "missed",
          "Something that should have been captured and was not.",
          """
          what: text - watcher, before, after, file, spool...
          reason: text - why
          at?: time - when
          step?: id - the step that it belongs to
          """);

  private SeenFields() {}

  static void snapshot(Seen<WorkspaceState> seen, JsonGenerator json) {
    var state = seen.what();
    new Fields(json)
        .text("snapshot", state.tree())
        .text("root", state.root())
        .text("moment", state.moment())
        .at("at", seen.at())
        .text("session", seen.session())
        .span("step", seen.step())
        .number("files", state.files())
        .number("bytes", state.bytes())
        .number("not_kept", state.notKept())
        .text("head", state.head())
        .text("branch", state.branch());
  }

  static void snapshots(String name, List<Seen<WorkspaceState>> all, JsonGenerator json) {
    json.writeArrayPropertyStart(name);
    for (var seen : all) {
      json.writeStartObject();
      snapshot(seen, json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void worktrees(List<Seen<WorktreeStatus>> all, JsonGenerator json) {
    json.writeArrayPropertyStart("worktrees");
    for (var seen : all) {
      var status = seen.what();
      json.writeStartObject();
      new Fields(json)
          .text("root", status.root())
          .text("moment", status.moment())
          .at("at", seen.at())
          .text("session", seen.session())
          .text("commit", status.commit())
          .number("modified", status.modified())
          .number("deleted", status.deleted())
          .number("untracked", status.untracked())
          .number("not_compared", status.notCompared());
      json.writeArrayPropertyStart("paths");
      for (var each : status.paths()) {
        json.writeStartObject();
        new Fields(json).text("state", each.state()).text("path", each.path());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void moves(List<Seen<GitMove>> moves, JsonGenerator json) {
    json.writeArrayPropertyStart("git_moves");
    for (var seen : moves) {
      var move = seen.what();
      json.writeStartObject();
      new Fields(json)
          .text("root", move.root())
          .text("what", move.what())
          .text("name", move.name())
          .text("before", move.before())
          .text("after", move.after())
          .text("operation", move.operation())
          .at("at", seen.at())
          .span("step", seen.step());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void missed(List<Seen<Missed>> missed, JsonGenerator json) {
    json.writeArrayPropertyStart("missed");
    for (var seen : missed) {
      json.writeStartObject();
      new Fields(json)
          .text("what", seen.what().what())
          .text("reason", seen.what().reason())
          .at("at", seen.at())
          .span("step", seen.step());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
