package dev.clew.event;

/// How a step ended.
public enum StepStatus {
  /// It did what was asked.
  OK,
  /// It failed or was refused.
  ERROR,
  /// It is under way.
  RUNNING,
  /// No record tells.
  UNKNOWN;

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
