package dev.clew.replay;

import java.util.Locale;

/// What a move does at a path.
public enum Action {
  /// A content is written.
  WRITE,
  /// A file or link is removed.
  DELETE,
  /// Only the mode changes.
  MODE,
  /// A content with conflict markers is written, or cannot be decided: see the reason.
  CONFLICT,
  /// What is there stays.
  KEEP;

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
