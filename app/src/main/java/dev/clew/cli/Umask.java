package dev.clew.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which permissions files do not get when a process makes them.
///
/// @param bits 9 of them, as `umask` prints them in octal
record Umask(int bits) {
  private static final int OCTAL = 8;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String LINE = "Umask:";

  /// What `umask` printed; empty where that is no octal number, or absent.
  static Optional<Umask> of(@Nullable String text) {
    try {
      return text == null
          ? Optional.empty()
          : Optional.of(new Umask(Integer.parseInt(text.strip(), OCTAL)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// This process's, as Linux tells it (`proc_pid_status(5)`); empty on other systems.
  static Optional<Umask> ofProcess() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(LINE))
          .findFirst()
          .flatMap(line -> of(line.substring(LINE.length())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
