package dev.clew.index;

import java.util.Locale;
import java.util.Optional;

/// What a searched text is.
public enum TextKind {
  /// What the user put to the agent.
  PROMPTS(0),
  /// What the model wrote and what tools answered.
  OUTPUT(1),
  /// Shell commands, and what was asked of other tools.
  COMMANDS(2),
  /// What edits took out of files and put in.
  DIFFS(3);

  private final int code;

  TextKind(int code) {
    this.code = code;
  }

  /// The number in the database.
  int code() {
    return code;
  }

  static TextKind of(int code) {
    for (var kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind of text " + code);
  }

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind with this name on the wire.
  public static Optional<TextKind> of(String wire) {
    for (var kind : values()) {
      if (kind.wire().equals(wire)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
