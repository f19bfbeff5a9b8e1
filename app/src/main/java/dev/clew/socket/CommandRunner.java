package dev.clew.socket;

import java.io.OutputStream;
import java.util.function.Consumer;

/// Runs command lines for other processes.
public interface CommandRunner {
  /// Whether it runs this one; the caller runs it in its own process otherwise.
  boolean takes(CommandRequest request);

  /// Runs it; the exit code.
  ///
  /// @param out the answer
  /// @param err messages
  /// @param pager is told the pager's command, before the first byte of an answer that wants one
  int run(CommandRequest request, OutputStream out, OutputStream err, Consumer<String> pager);
}
