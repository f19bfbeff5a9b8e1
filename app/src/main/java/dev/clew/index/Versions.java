package dev.clew.index;

import dev.clew.event.FileVersion;
import org.jspecify.annotations.Nullable;

/// Writes a [FileVersion] into one column and reads it back: its fields separated by blanks, a dash
/// for an absent one, the reason last.
final class Versions {
  private static final String ABSENT = "-";

  private Versions() {}

  static @Nullable String text(@Nullable FileVersion version) {
    return version == null
        ? null
        : String.join(
            " ",
            version.sha256(),
            version.blob() == null ? ABSENT : version.blob(),
            Long.toString(version.size()),
            version.mode(),
            version.pieces() == null ? ABSENT : version.pieces(),
            version.notKept() == null ? ABSENT : version.notKept());
  }

  static @Nullable FileVersion parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var parts = text.split(" ", 6);
    return new FileVersion(
        parts[0],
        present(parts[1]),
        Long.parseLong(parts[2]),
        parts[3],
        present(parts[5]),
        present(parts[4]));
  }

  private static @Nullable String present(String text) {
    return text.equals(ABSENT) ? null : text;
  }
}
