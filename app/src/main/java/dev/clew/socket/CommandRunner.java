package dev.clew.socket;

/// Runs command lines for other processes.
public interface CommandRunner {
  /// Whether it runs this one; the caller runs it in its own process otherwise.
  boolean takes(CommandRequest request);

  /// Runs it; the exit code.
  int run(CommandRequest request, CommandClient client);
}
