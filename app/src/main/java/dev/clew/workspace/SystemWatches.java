package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many folders Linux lets one user watch.
final class SystemWatches {
  private static final Path LIMIT = Path.of("/proc/sys/fs/inotify/max_user_watches");
  private static final int ASSUMED = 8192;

  private SystemWatches() {}

  /// Half of them: the other half is for the user's editors.
  static int half() {
    var bytes = new byte[32];
    try (var in = Files.newInputStream(LIMIT)) {
      var length = in.read(bytes); // the file is told in one piece
      var text = new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII).strip();
      return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(text) / 2);
    } catch (IOException | NumberFormatException e) {
      return ASSUMED / 2;
    }
  }
}
