package dev.clew.capture.claims;

/// A claim that is not what its form says: the message tells where and what was expected.
public final class ClaimException extends Exception {
  private static final long serialVersionUID = 1;

  /// With this message.
  public ClaimException(String message) {
    super(message);
  }
}
