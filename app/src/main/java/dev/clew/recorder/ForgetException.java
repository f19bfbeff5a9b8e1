package dev.clew.recorder;

/// What is to be forgotten cannot be, for a reason that the one who asked can do something about.
public final class ForgetException extends Exception {
  private static final long serialVersionUID = 1;

  ForgetException(String message) {
    super(message);
  }
}
