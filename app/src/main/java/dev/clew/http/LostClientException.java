package dev.clew.http;

import java.io.IOException;

/// Whoever asked went away before the answer was whole.
final class LostClientException extends IOException {
  private static final long serialVersionUID = 1;

  LostClientException(IOException cause) {
    super(cause);
  }
}
