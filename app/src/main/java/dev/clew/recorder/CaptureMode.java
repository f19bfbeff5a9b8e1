package dev.clew.recorder;

import java.util.Locale;
import java.util.Optional;

/// How much of what an agent says is kept.
public enum CaptureMode {
  /// Lengths, keyed hashes, ids and numbers.
  METADATA(0),
  /// Redacted text, on this machine only.
  CONTENT(1);

  private final int code;

  CaptureMode(int code) {
    this.code = code;
  }

  /// The number in a ledger entry.
  byte code() {
    return (byte) code;
  }

  /// The mode with this number.
  static Optional<CaptureMode> of(byte code) {
    for (var mode : values()) {
      if (mode.code == code) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
