package dev.clew.cli;

/// How a command ended, as the code of its process.
public enum Exit {
  /// Yes, or done.
  YES(0),
  /// No: a verification failed, a file could not be read, nothing was found.
  NO(1),
  /// The command line makes no sense.
  USAGE(2),
  /// The surroundings do not allow it: a port, a disk, a damaged store.
  ENVIRONMENT(3),
  /// A mistake of ours.
  BUG(70);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  /// The process exit code.
  public int code() {
    return code;
  }
}
