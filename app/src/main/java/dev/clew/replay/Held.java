package dev.clew.replay;

import dev.clew.event.FileVersion;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a path holds at one moment.
///
/// @param version what is known of it; absent when there is nothing
/// @param made the bytes of a content that a merge made; absent for what was seen
@SuppressWarnings("ArrayRecordComponent") // compared by its version
record Held(@Nullable FileVersion version, byte @Nullable [] made) {
  static final Held NOTHING = new Held(null, null);

  private static final String EXECUTABLE = "100755";
  private static final String LINK = "120000";
  private static final int PROBE = 8000;

  static Held of(@Nullable FileVersion version) {
    return version == null ? NOTHING : new Held(version, null);
  }

  boolean isNothing() {
    return version == null;
  }

  boolean isLink() {
    return version != null && version.mode().equals(LINK);
  }

  boolean isExecutable() {
    return version != null && version.mode().equals(EXECUTABLE);
  }

  /// Whether it is a file or link whose bytes are kept.
  boolean isKept() {
    return version != null && version.notKept() == null;
  }

  boolean isSame(Held other) {
    return hasSameBytes(other) && mode().equals(other.mode());
  }

  boolean hasSameBytes(Held other) {
    return version == null
        ? other.version == null
        : other.version != null
            && version.sha256().equals(other.version.sha256())
            && isLink() == other.isLink();
  }

  String mode() {
    return version == null ? "" : version.mode();
  }

  Optional<byte[]> bytes(Bytes source) throws IOException {
    if (made != null) {
      return Optional.of(made);
    }
    return version == null || version.notKept() != null ? Optional.empty() : source.of(version);
  }

  static boolean isText(byte[] content) {
    for (var i = 0; i < Math.min(content.length, PROBE); i++) {
      if (content[i] == 0) {
        return false;
      }
    }
    return true;
  }
}
