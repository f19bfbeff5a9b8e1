package dev.clew.event;

import java.util.Locale;

/// What a step does; the span kinds of the wire formats.
public enum StepKind {
  /// A model call.
  LLM_CALL,
  /// A tool call that no other kind names.
  TOOL_CALL,
  /// The agent keeps its plan or its list of tasks.
  PLAN,
  /// A shell command.
  BASH_COMMAND,
  /// Reads a file.
  FILE_READ,
  /// Writes or edits a file.
  FILE_WRITE,
  /// Applies a patch to one or more files.
  PATCH_APPLY,
  /// Searches files by name or content.
  SEARCH,
  /// Fetches from or searches the network.
  NETWORK_CALL,
  /// Calls a tool of an MCP server.
  MCP_CALL,
  /// Hands work to a sub-agent.
  SUBAGENT,
  /// Asks the user.
  APPROVAL,
  /// Brings files back: a move.
  ROLLBACK;

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
