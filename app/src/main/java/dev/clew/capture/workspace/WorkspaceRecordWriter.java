package dev.clew.capture.workspace;

import dev.clew.event.CommitFile;
import dev.clew.event.FileVersion;
import dev.clew.event.GitCommit;
import dev.clew.event.GitMove;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StaleWrite;
import dev.clew.event.WorkspaceChange;
import dev.clew.event.WorkspaceState;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes a [WorkspaceRecord] as the bytes that are stored.
///
/// Names and reasons pass through an operator of the caller's: the redactor. What identifies
/// content passes through another, which leaves it alone unless contents may not be known at all.
public final class WorkspaceRecordWriter {
  /// The version of the form.
  static final int VERSION = 1;

  private final UnaryOperator<String> text;
  private final UnaryOperator<String> hash;

  /// @param text takes out of a name or a reason what must not be kept
  /// @param hash says how a content's hash is kept
  public WorkspaceRecordWriter(UnaryOperator<String> text, UnaryOperator<String> hash) {
    this.text = text;
    this.hash = hash;
  }

  /// The record's bytes.
  public byte[] bytes(WorkspaceRecord record) {
    var json = JsonMapper.shared().createObjectNode();
    json.put("clew_workspace", VERSION);
    json.put("name", record.name());
    json.put("number", record.number());
    if (record.since() != null) {
      json.put("since", record.since().toString());
    }
    json.put("at", record.at().toString());
    session(json.putObject("session"), record.session());
    var changes = json.putArray("changes");
    for (var change : record.changes()) {
      change(whose(changes.addObject(), change, record.session()), change.what());
    }
    var moves = json.putArray("moves");
    for (var move : record.moves()) {
      move(whose(moves.addObject(), move, record.session()), move.what());
    }
    if (!record.commits().isEmpty()) {
      var commits = json.putArray("commits");
      for (var commit : record.commits()) {
        commit(whose(commits.addObject(), commit, record.session()), commit.what());
      }
    }
    var states = json.putArray("states");
    for (var state : record.states()) {
      state(whose(states.addObject(), state, record.session()), state.what());
    }
    var missed = json.putArray("missed");
    for (var each : record.missed()) {
      whose(missed.addObject(), each, record.session())
          .put("what", each.what().what())
          .put("reason", text.apply(each.what().reason()));
    }
    if (!record.stale().isEmpty()) {
      var stale = json.putArray("stale");
      for (var write : record.stale()) {
        stale(whose(stale.addObject(), write, record.session()), write.what());
      }
    }
    json.put("objects", record.objects());
    return JsonMapper.shared().writeValueAsBytes(json);
  }

  /// The session is left out where it is the record's.
  private static ObjectNode whose(
      ObjectNode json, WorkspaceRecord.Told<?> told, SessionKey session) {
    if (!told.session().equals(session)) {
      session(json.putObject("session"), told.session());
    }
    if (told.step() != null) {
      json.put("step", told.step().hex());
    }
    return json;
  }

  private static void session(ObjectNode json, SessionKey session) {
    json.put("agent", session.agent());
    json.put("agent_session", session.agentSession());
    if (session.subagent() != null) {
      json.put("subagent", session.subagent());
    }
  }

  private void state(ObjectNode json, WorkspaceState state) {
    json.put("root", text.apply(state.root()));
    json.put("moment", state.moment());
    json.put("tree", hash.apply(state.tree()));
    json.put("files", state.files());
    json.put("bytes", state.bytes());
    json.put("not_kept", state.notKept());
    put(json, "head", state.head());
    putText(json, "branch", state.branch());
    putText(json, "repository", state.repository());
  }

  private void change(ObjectNode json, WorkspaceChange change) {
    json.put("root", text.apply(change.root()));
    json.put("path", text.apply(change.path()));
    putText(json, "from", change.from());
    json.put("op", change.op().wire());
    version(json, "before", change.before());
    version(json, "after", change.after());
    json.put("origin", change.origin().wire());
    json.put("confidence", change.confidence().wire());
    var evidence = json.putArray("evidence");
    change.evidence().forEach(evidence::add);
    var candidates = json.putArray("candidates");
    change.candidates().stream().map(SpanId::hex).forEach(candidates::add);
    json.put("added", change.added());
    json.put("removed", change.removed());
    put(json, "commit", change.commit());
  }

  private void stale(ObjectNode json, StaleWrite write) {
    json.put("root", text.apply(write.root()));
    json.put("path", text.apply(write.path()));
    json.put("how", write.how().wire());
    version(json, "read", write.read());
    put(json, "read_step", write.readStep() == null ? null : write.readStep().hex());
    json.put("read_at", write.readAt().toString());
    version(json, "found", write.found());
    version(json, "left", write.left());
    json.put("by", write.by().wire());
    var session = write.bySession();
    if (session != null) {
      session(json.putObject("by_session"), session);
    }
    put(json, "by_step", write.byStep() == null ? null : write.byStep().hex());
    json.put("by_at", write.byAt().toString());
    put(json, "lost", write.lost());
    put(json, "restored", write.restored());
  }

  private static void put(ObjectNode json, String name, @Nullable Integer value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private void version(ObjectNode json, String name, @Nullable FileVersion version) {
    if (version != null) {
      version(json.putObject(name), version);
    }
  }

  private void version(ObjectNode object, FileVersion version) {
    var hashed = hash.apply(version.sha256());
    object.put("sha256", hashed);
    if (hashed.equals(version.sha256())) {
      put(object, "blob", version.blob());
      put(object, "pieces", version.pieces());
    }
    object.put("size", version.size());
    object.put("mode", version.mode());
    put(object, "not_kept", hashed.equals(version.sha256()) ? version.notKept() : "metadata");
  }

  private void commit(ObjectNode json, GitCommit commit) {
    json.put("root", text.apply(commit.root()));
    json.put("repository", text.apply(commit.repository()));
    json.put("id", commit.id());
    var parents = json.putArray("parents");
    commit.parents().forEach(parents::add);
    json.put("author", text.apply(commit.author()));
    putTime(json, "authored_at", commit.authoredAt());
    putTime(json, "committed_at", commit.committedAt());
    json.put("subject", text.apply(commit.subject()));
    var files = json.putArray("files");
    commit.files().forEach(file -> file(files.addObject(), file));
    putText(json, "not_all", commit.notAll());
  }

  private void file(ObjectNode json, CommitFile file) {
    json.put("path", text.apply(file.path()));
    putText(json, "from", file.from());
    json.put("op", file.op().wire());
    var before = json.putArray("before_blobs");
    file.beforeBlobs().forEach(blob -> before.add(blob == null ? null : hash.apply(blob)));
    version(json, "after", file.after());
    if (!file.border().isEmpty()) {
      var border = json.putArray("border");
      file.border().forEach(version -> version(border.addObject(), version));
    }
  }

  private static void putTime(ObjectNode json, String name, @Nullable Instant at) {
    put(json, name, at == null ? null : at.toString());
  }

  private void move(ObjectNode json, GitMove move) {
    json.put("root", text.apply(move.root()));
    json.put("what", move.what());
    putText(json, "name", move.name());
    putText(json, "before", move.before());
    putText(json, "after", move.after());
    putText(json, "operation", move.operation());
  }

  private void putText(ObjectNode json, String name, @Nullable String value) {
    put(json, name, value == null ? null : text.apply(value));
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
