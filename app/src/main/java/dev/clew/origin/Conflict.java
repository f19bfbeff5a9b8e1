package dev.clew.origin;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Git leaves in a file where it could not join two changes.
final class Conflict {
  private static final Pattern MARKED =
      Pattern.compile("^<<<<<<< .*?^=======\\R.*?^>>>>>>> ", Pattern.MULTILINE | Pattern.DOTALL);

  private static final int LARGEST = 4 << 20;

  private Conflict() {}

  /// Whether all three marks of one are there, each at the beginning of a line.
  static boolean isIn(byte @Nullable [] content) {
    return content != null
        && content.length <= LARGEST
        && MARKED.matcher(new String(content, StandardCharsets.ISO_8859_1)).find();
  }
}
