package dev.clew.event;

import java.util.Locale;

/// How well a change's origin is known.
public enum Confidence {
  /// The edit tool's own arguments explain the bytes, or the writing process is known.
  EXACT,
  /// A transcript's edit record alone tells it.
  REPLAYED,
  /// A shell command in whose interval it happened explains it.
  INFERRED,
  /// Not known.
  UNKNOWN;

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
