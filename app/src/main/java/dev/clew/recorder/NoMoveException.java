package dev.clew.recorder;

/// A move was not made, and why.
public final class NoMoveException extends Exception {
  private static final long serialVersionUID = 1;

  /// @param message why
  public NoMoveException(String message) {
    super(message);
  }
}
