package dev.clew.cli;

/// Tells a command that it ends before it is done: its process is ended, or whoever asked for it
/// has gone.
public interface BreakOff {
  /// Has `action` done, by another thread, when that comes before what is returned is closed.
  Watch then(Runnable action);

  /// As long as it is open, an action waits for the end.
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /// Of a command in a process of its own.
  static BreakOff ofProcess() {
    return action -> {
      var hook = new Thread(action, "break-off");
      Runtime.getRuntime().addShutdownHook(hook);
      return () -> forget(hook);
    };
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is running
    }
  }
}
