package dev.clew.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One thing that an agent, its user or its harness did, as one source record tells it.
///
/// Several events may speak of one step: a request, its result, a resumed copy of either. None is
/// ever edited; `index` merges them. Text in an event has passed the redactor.
public sealed interface Event {
  /// What every event says.
  Header header();

  /// Where an event comes from and when it happened.
  ///
  /// @param record the source record
  /// @param ordinal which of the record's events this is, from 0
  /// @param session the conversation
  /// @param position where the record stands in its file: orders records that have no time;
  ///   [#NOWHERE] for what a hook told
  /// @param at when, by the agent's clock, in milliseconds; absent when the record has no time
  record Header(
      RecordId record, int ordinal, SessionKey session, long position, @Nullable Instant at) {
    /// The position of a record that stands in no file.
    public static final long NOWHERE = -1;
  }

  /// The circumstances that a record carries along: any of them may be absent.
  ///
  /// @param agentVersion the agent program's version
  /// @param cwd the working directory
  /// @param branch the Git branch that was checked out
  /// @param entrypoint how the agent was started: `cli`, `sdk-ts`, `claude-vscode`...
  /// @param permissionMode the permission mode in force
  /// @param user the operating-system or account user, if the source names one
  record SessionObserved(
      Header header,
      @Nullable String agentVersion,
      @Nullable String cwd,
      @Nullable String branch,
      @Nullable String entrypoint,
      @Nullable String permissionMode,
      @Nullable String user)
      implements Event {}

  /// What a session runs under or comes from, by name: `sandbox`, `approval`, `effort`,
  /// `repository_url`, `base_commit`...; a name may have several values in the course of a session.
  record SettingsTold(Header header, Map<String, String> values) implements Event {}

  /// The session began with a copy of another one's history.
  record SessionForked(Header header, SessionKey from) implements Event {}

  /// A title for the session.
  record SessionTitled(Header header, TitleSource source, String title) implements Event {}

  /// Something was put to the agent.
  ///
  /// @param turn the turn it opens
  /// @param images how many images came with it
  record PromptSubmitted(Header header, SpanId turn, PromptSource source, String text, int images)
      implements Event {}

  /// A model answered, in whole or in part: the record with the largest output is the last word.
  record ModelAnswered(Header header, SpanId step, ModelAnswer answer) implements Event {}

  /// A model call failed and was perhaps tried again.
  ///
  /// @param attempt which attempt failed, from 1; 0 when the source does not say
  record ModelCallFailed(Header header, String error, int attempt) implements Event {}

  /// The model asked for a tool.
  ///
  /// @param call the model call that asked; absent when only the place tells
  /// @param tool the tool's name, as the agent writes it
  /// @param title one line that tells a person what the call is about
  /// @param input the arguments
  /// @param intended what the arguments mean to do to files
  record ToolRequested(
      Header header,
      SpanId step,
      @Nullable SpanId call,
      String tool,
      StepKind kind,
      String title,
      JsonNode input,
      List<FileTouch> intended)
      implements Event {}

  /// A tool answered.
  record ToolAnswered(Header header, SpanId step, ToolAnswer answer) implements Event {}

  /// A step started a sub-agent.
  record SubagentStarted(Header header, SpanId step, SessionKey child, @Nullable String type)
      implements Event {}

  /// The conversation was compacted to fit the model's window.
  ///
  /// @param trigger `manual` or `auto`; absent when the source does not say
  record ContextCompacted(Header header, @Nullable String trigger, long tokensBefore)
      implements Event {}

  /// What only the record's place completes.
  record Placed(Header header, Place place) implements Event {}

  /// The agent asked its user for leave.
  ///
  /// @param asked what for: `exec_approval_request`, `request_user_input`...
  record ApprovalAsked(Header header, @Nullable SpanId step, String asked, @Nullable String reason)
      implements Event {}

  /// The turn was broken off.
  ///
  /// @param reason `interrupted`, `replaced`...
  record TurnAborted(Header header, String reason) implements Event {}

  /// A turn ended.
  record TurnEnded(Header header, long durationMs) implements Event {}

  /// The agent's harness reported a Git operation of a step.
  ///
  /// @param operation `commit`, `push`, `branch` or `pr`
  /// @param ref the branch or pull request
  /// @param commit the commit's abbreviated or full hash
  record GitOperated(
      Header header,
      @Nullable SpanId step,
      String operation,
      @Nullable String ref,
      @Nullable String commit)
      implements Event {}

  /// A pull request belongs to the session.
  record PullRequestLinked(Header header, long number, String url, @Nullable String repository)
      implements Event {}

  /// The harness saw that a file had been changed by somebody else.
  record FileChangedOutside(Header header, String path) implements Event {}

  /// The record's own name, and the records that it says it follows: where one of these is not
  /// here, a record has been lost.
  ///
  /// @param name the agent's own unique name of the record
  /// @param parents names of the records before it, of the same agent
  record RecordLinked(Header header, String name, List<String> parents) implements Event {}

  /// A conversation began or went on.
  ///
  /// @param source `startup`, `resume`, `clear`, `compact`, `fork`...; absent when not told
  record SessionStarted(Header header, @Nullable String source) implements Event {}

  /// The agent left the conversation.
  ///
  /// @param reason in the agent's words
  record SessionEnded(Header header, @Nullable String reason) implements Event {}

  /// It was checked whether the agent may do something.
  record PermissionChecked(Header header, @Nullable SpanId step, PermissionCheck check)
      implements Event {}

  /// A file of a workspace changed.
  ///
  /// @param step the step that did it, or whose Git command brought it; absent when none is known
  record FileChanged(Header header, @Nullable SpanId step, WorkspaceChange change)
      implements Event {}

  /// A workspace was looked at as a whole.
  ///
  /// @param step the step before or after which; absent at other moments
  record SnapshotTaken(Header header, @Nullable SpanId step, WorkspaceState state)
      implements Event {}

  /// A work tree was compared with the commit that was checked out.
  record WorktreeCompared(Header header, WorktreeStatus status) implements Event {}

  /// Git did something in a workspace.
  ///
  /// @param step the step whose command did it; absent when none is known to
  record GitMoved(Header header, @Nullable SpanId step, GitMove move) implements Event {}

  /// A commit of a workspace's repository was seen for the first time.
  record CommitSeen(Header header, GitCommit commit) implements Event {}

  /// Something that should have been captured was not.
  ///
  /// @param what `watcher`, `before`, `after`, `file`, `spool`, `session_lookup`...
  /// @param reason why, in a sentence
  record CaptureMissed(Header header, @Nullable SpanId step, String what, String reason)
      implements Event {}

  /// A step wrote a file from a version that was no longer there.
  record WroteStale(Header header, @Nullable SpanId step, StaleWrite write) implements Event {}

  /// Another tool says who wrote lines of a file.
  record LinesClaimed(Header header, LineClaim claim) implements Event {}

  /// A record whose type is known and which says nothing that is indexed: kept, counted.
  record Kept(Header header, String type) implements Event {}

  /// A type or field that the adapter does not know: kept as it came, counted.
  record Unrecognised(Header header, List<String> names) implements Event {}

  /// A record that could not be read: kept as text.
  record Malformed(Header header, String reason) implements Event {}
}
