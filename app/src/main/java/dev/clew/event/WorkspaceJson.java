package dev.clew.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What was seen in a workspace, in the canonical encoding.
final class WorkspaceJson {
  private WorkspaceJson() {}

  static void change(WorkspaceChange change, EventJson json) {
    json.text("root", change.root())
        .text("path", change.path())
        .text("from", change.from())
        .text("op", change.op().wire());
    version("before", change.before(), json);
    version("after", change.after(), json);
    json.text("origin", change.origin().wire())
        .text("confidence", change.confidence().wire())
        .texts("evidence", change.evidence())
        .texts("candidates", change.candidates().stream().map(SpanId::hex).toList())
        .number("added", change.added())
        .number("removed", change.removed())
        .text("commit", change.commit());
  }

  private static void version(String name, @Nullable FileVersion version, EventJson json) {
    if (version != null) {
      version(version, json.within(name));
    }
  }

  private static void version(FileVersion version, EventJson json) {
    json.text("sha256", version.sha256())
        .text("blob", version.blob())
        .number("size", version.size())
        .text("mode", version.mode())
        .text("not_kept", version.notKept())
        .text("pieces", version.pieces());
  }

  static void commit(GitCommit commit, EventJson json) {
    json.text("root", commit.root())
        .text("repository", commit.repository())
        .text("id", commit.id())
        .texts("parents", commit.parents())
        .text("author", commit.author())
        .text("authored_at", time(commit.authoredAt()))
        .text("committed_at", time(commit.committedAt()))
        .text("subject", commit.subject());
    var files = json.array("files");
    commit.files().forEach(file -> file(file, files.get()));
    json.text("not_all", commit.notAll());
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : EventJson.time(at);
  }

  private static void file(CommitFile file, EventJson json) {
    json.text("path", file.path())
        .text("from", file.from())
        .text("op", file.op().wire())
        .optionalTexts("before_blobs", file.beforeBlobs());
    version("after", file.after(), json);
    var border = json.array("border");
    file.border().forEach(version -> version(version, border.get()));
  }

  static void stale(StaleWrite write, EventJson json) {
    json.text("root", write.root()).text("path", write.path()).text("how", write.how().wire());
    version("read", write.read(), json);
    json.text("read_step", write.readStep() == null ? null : write.readStep().hex())
        .text("read_at", EventJson.time(write.readAt()));
    version("found", write.found(), json);
    version("left", write.left(), json);
    json.text("by", write.by().wire());
    var session = write.bySession();
    if (session != null) {
      json.session("by_session", session);
    }
    json.text("by_step", write.byStep() == null ? null : write.byStep().hex())
        .text("by_at", EventJson.time(write.byAt()))
        .number("lost", write.lost())
        .number("restored", write.restored());
  }

  static void status(WorktreeStatus status, EventJson json) {
    json.text("root", status.root())
        .text("moment", status.moment())
        .text("commit", status.commit())
        .number("modified", status.modified())
        .number("deleted", status.deleted())
        .number("untracked", status.untracked())
        .number("not_compared", status.notCompared());
    var paths = json.array("paths");
    for (var each : status.paths()) {
      paths.get().text("state", each.state()).text("path", each.path());
    }
  }

  static void state(WorkspaceState state, EventJson json) {
    json.text("root", state.root())
        .text("moment", state.moment())
        .text("tree", state.tree())
        .number("files", state.files())
        .number("bytes", state.bytes())
        .number("not_kept", state.notKept())
        .text("head", state.head())
        .text("branch", state.branch())
        .text("repository", state.repository());
  }

  static void git(GitMove move, EventJson json) {
    json.text("root", move.root())
        .text("what", move.what())
        .text("name", move.name())
        .text("before", move.before())
        .text("after", move.after())
        .text("operation", move.operation());
  }
}
