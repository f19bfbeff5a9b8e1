package dev.clew.event;

/// Where a prompt came from.
public enum PromptSource {
  /// A person or the program that stands in for one.
  USER,
  /// A slash command.
  COMMAND,
  /// A message that the user queued while the agent worked.
  QUEUED,
  /// The agent that started this sub-agent.
  PARENT_AGENT
}
