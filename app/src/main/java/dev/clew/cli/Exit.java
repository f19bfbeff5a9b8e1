package dev.clew.cli;

import java.io.Serializable;

/// How a command ended, as the code of its process.
///
/// @param code the process exit code
public record Exit(int code) implements Serializable {
  private static final long serialVersionUID = 1;

  /// Yes, or done.
  public static final Exit YES = new Exit(0);

  /// No: a verification failed, a file could not be read, nothing was found.
  public static final Exit NO = new Exit(1);

  /// The command line makes no sense.
  public static final Exit USAGE = new Exit(2);

  /// The surroundings do not allow it: a port, a disk, a damaged store.
  public static final Exit ENVIRONMENT = new Exit(3);

  /// A mistake of ours.
  public static final Exit BUG = new Exit(70);

  /// As the program ended that was run in our place.
  static Exit of(int code) {
    return new Exit(code);
  }
}
