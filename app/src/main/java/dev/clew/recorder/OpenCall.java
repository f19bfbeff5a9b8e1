package dev.clew.recorder;

import dev.clew.capture.HookCall;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.WorkspaceState;
import dev.clew.origin.Activity;
import dev.clew.origin.Between;
import dev.clew.origin.shell.Target;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A tool call that hooks have told of, until nothing that is seen can be its doing any more.
///
/// Not safe for use by several threads.
final class OpenCall {
  final SpanId step;
  final SessionKey session;
  final StepKind kind;
  private final @Nullable String command;
  private final String cwd;
  private List<FileTouch> touched;

  /// When it began; absent when no hook told.
  final @Nullable Instant started;

  /// When it ended; absent while it runs, as far as is known.
  @Nullable Instant ended;

  /// The workspace before it; absent when nobody looked in time.
  @Nullable WorkspaceState before;

  /// The processes that there were before it; absent when nobody looked.
  @Nullable Set<Long> processes;

  /// Whether it started an agent that tells of its own calls.
  boolean contains;

  /// The process that fired its hooks.
  final long pid;

  OpenCall(SpanId step, HookCall call, long pid, @Nullable Instant started) {
    this.step = step;
    this.session = call.session();
    this.kind = call.kind();
    this.command = call.command();
    this.cwd = call.cwd();
    this.touched = call.touched();
    this.pid = pid;
    this.started = started;
  }

  /// What the tool's answer says counts before what its arguments say.
  void end(HookCall call, Instant at) {
    ended = at;
    if (call.touched().stream().anyMatch(touch -> touch.edit() != null)) {
      touched = call.touched();
    }
  }

  boolean isShell() {
    return command != null;
  }

  /// Whether it writes the files that it names, if any, and no others: edit tools, and what reads.
  boolean writesWhatItNames() {
    return command == null
        && (isReading() || touched.stream().anyMatch(touch -> touch.op() != FileOp.READ));
  }

  /// Whether it writes nothing.
  boolean isReading() {
    return switch (kind) {
      case FILE_READ, SEARCH, PLAN, APPROVAL, NETWORK_CALL -> true;
      default -> false;
    };
  }

  /// The files that its arguments name.
  List<String> names() {
    return touched.stream().map(FileTouch::path).toList();
  }

  String cwd() {
    return cwd;
  }

  Between.Step asStep() {
    return new Between.Step(session, step);
  }

  Activity activity() {
    return new Activity(session, step, kind, touched, command, cwd, started, ended);
  }

  /// Whether it had not ended by then.
  boolean isOpenAt(Instant at) {
    var to = ended;
    return to == null || to.isAfter(at);
  }

  /// Whether its arguments say that it writes `file`, an absolute path.
  boolean edits(String file) {
    return touched.stream()
        .anyMatch(
            touch -> touch.op() != FileOp.READ && Target.resolve(cwd, touch.path()).equals(file));
  }

  /// Whether it was at work at any time from `since` to `until`.
  boolean overlaps(Instant since, Instant until) {
    var from = started;
    var to = ended;
    return (from == null || !from.isAfter(until)) && (to == null || !to.isBefore(since));
  }
}
