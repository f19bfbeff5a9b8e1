package dev.clew.cli;

import org.jspecify.annotations.Nullable;

/// One thing that `clew doctor` looked at.
///
/// @param says what was found, in one line
/// @param remedy what to do about it; none when nothing is to be done
record Check(String name, Level level, String says, @Nullable String remedy) {
  /// How bad it is.
  enum Level {
    /// As it should be.
    OK("ok"),
    /// Clew works, but not as well as it could.
    WARN("warn"),
    /// Something does not work.
    FAIL("fail");

    private final String wire;

    Level(String wire) {
      this.wire = wire;
    }

    String wire() {
      return wire;
    }
  }

  static Check ok(String name, String says) {
    return new Check(name, Level.OK, says, null);
  }

  static Check warn(String name, String says, String remedy) {
    return new Check(name, Level.WARN, says, remedy);
  }

  static Check fail(String name, String says, String remedy) {
    return new Check(name, Level.FAIL, says, remedy);
  }
}
