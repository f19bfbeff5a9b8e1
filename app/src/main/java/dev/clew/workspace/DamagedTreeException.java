package dev.clew.workspace;

import java.io.IOException;

/// Bytes that should be a tree, or a list of pieces, and are not.
public final class DamagedTreeException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedTreeException(String message) {
    super(message);
  }
}
