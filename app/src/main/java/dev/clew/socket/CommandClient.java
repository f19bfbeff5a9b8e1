package dev.clew.socket;

import java.io.OutputStream;

/// The process that asked for a command, as whoever runs the command sees it.
public interface CommandClient {
  /// Where the answer goes.
  OutputStream out();

  /// Where messages go.
  OutputStream err();

  /// Is told the pager's command, before the first byte of an answer that wants one.
  void pager(String command);

  /// Has `action` done, by another thread, when the process goes away before what is returned is
  /// closed.
  Watch whenGone(Runnable action);

  /// As long as it is open, an action waits for the client to go.
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
