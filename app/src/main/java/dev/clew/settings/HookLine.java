package dev.clew.settings;

/// Makes the line that an agent gives to a shell when a hook fires.
@FunctionalInterface
public interface HookLine {
  /// The line.
  ///
  /// @param waitMs how long the recorder may look around before the agent goes on
  String of(String agent, String event, int waitMs);
}
