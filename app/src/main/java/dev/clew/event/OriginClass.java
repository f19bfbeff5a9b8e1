package dev.clew.event;

import java.util.Locale;

/// Who brought a change about. What each needs is in `docs/GLOSSARY.md`.
public enum OriginClass {
  /// There is evidence that a step did.
  AGENT,
  /// It happened while we watched, outside every tool call, and Git did not.
  HUMAN,
  /// It came through Git.
  VCS,
  /// It was there when we first looked.
  BASELINE,
  /// Anything else.
  UNKNOWN;

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
