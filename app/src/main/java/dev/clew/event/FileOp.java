package dev.clew.event;

import java.util.Locale;

/// What a step did to a file.
public enum FileOp {
  /// Read it.
  READ,
  /// Made it.
  CREATE,
  /// Changed it.
  MODIFY,
  /// Removed it.
  DELETE,
  /// Moved it.
  RENAME;

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
