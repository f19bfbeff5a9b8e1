package dev.clew.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Keeps the recorder's log from growing for ever.
final class LogFile {
  private static final long MOST_BYTES = 2L << 20;

  private LogFile() {}

  /// Moves what a log of more than two MiB holds to `recorder.log.1`, in place of what was there.
  ///
  /// The recorder has the file open to append to, so it is emptied, not replaced; a line written in
  /// between is lost.
  static void bound(Path log) throws IOException {
    if (!Files.exists(log) || Files.size(log) <= MOST_BYTES) {
      return;
    }
    Files.copy(
        log,
        log.resolveSibling(log.getFileName() + ".1"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }
}
