package dev.clew.http;

import org.jspecify.annotations.Nullable;

/// A request that is not answered, with the status that says why.
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final @Nullable String allow;

  private RefusedException(int status, String message, @Nullable String allow) {
    super(message);
    this.status = status;
    this.allow = allow;
  }

  static RefusedException of(int status, String message) {
    return new RefusedException(status, message, null);
  }

  /// The path has an answer, for the methods in `allow` only.
  static RefusedException method(String allow) {
    return new RefusedException(405, "this path takes " + allow + " only", allow);
  }

  int status() {
    return status;
  }

  /// The methods that are allowed; absent when the method was not what is wrong.
  @Nullable String allow() {
    return allow;
  }
}
