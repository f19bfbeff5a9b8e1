package dev.clew.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;

/// What a look could not capture.
///
/// @param path below the root; empty for the whole workspace
/// @param reason a word or two: a [Reason], `watch_overflow`, `watch_silent`, `watch_limit`...
/// @param text the same for people, with what the system said
public record Gap(String path, String reason, String text) {
  /// What the system says of what it did not let us do.
  static String said(IOException e) {
    return e instanceof AccessDeniedException
        ? "the system does not let us read it"
        : String.valueOf(e.getMessage());
  }
}
