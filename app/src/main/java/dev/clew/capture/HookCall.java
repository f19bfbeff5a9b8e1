package dev.clew.capture;

import dev.clew.event.FileTouch;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the recorder must know of a hook's payload at once: whose it is, and whether the workspace
/// is to be looked at.
///
/// @param phase where in the agent's work the hook fired
/// @param session the conversation
/// @param step the step that a tool's hook is about; absent for other hooks, and where the payload
///   names no call
/// @param tool the tool's name as the agent writes it; absent for other hooks
/// @param kind what kind of step; [StepKind#TOOL_CALL] for other hooks
/// @param touched what the tool's own arguments say that it does to files
/// @param command the shell command; absent for other tools
/// @param cwd the agent's working folder; empty when the payload does not say
/// @param transcript the agent's own file of the conversation; absent when not told
public record HookCall(
    Phase phase,
    SessionKey session,
    @Nullable SpanId step,
    @Nullable String tool,
    StepKind kind,
    List<FileTouch> touched,
    @Nullable String command,
    String cwd,
    @Nullable String transcript) {

  /// Of a hook that is about no tool.
  public static HookCall of(
      Phase phase, SessionKey session, @Nullable String cwd, @Nullable String transcript) {
    return new HookCall(
        phase,
        session,
        null,
        null,
        StepKind.TOOL_CALL,
        List.of(),
        null,
        cwd == null ? "" : cwd,
        transcript);
  }

  /// Of a hook before or after a tool.
  ///
  /// @param touched what is known of the files by now
  public static HookCall of(
      Phase phase,
      SessionKey session,
      HookRecord.Call call,
      List<FileTouch> touched,
      @Nullable String cwd,
      @Nullable String transcript) {
    return new HookCall(
        phase,
        session,
        call.id(),
        call.tool(),
        call.kind(),
        touched,
        call.kind() == StepKind.BASH_COMMAND ? HookRecord.text(call.input(), "command") : null,
        cwd == null ? "" : cwd,
        transcript);
  }

  /// Where in the agent's work a hook fired.
  public enum Phase {
    /// The conversation begins or goes on.
    SESSION_START,
    /// The user put something to the agent.
    PROMPT,
    /// A tool is about to run.
    BEFORE_TOOL,
    /// A tool has run, well or not.
    AFTER_TOOL,
    /// The agent has nothing more to do for this prompt.
    TURN_END,
    /// The conversation ends.
    SESSION_END,
    /// Anything else.
    OTHER
  }
}
