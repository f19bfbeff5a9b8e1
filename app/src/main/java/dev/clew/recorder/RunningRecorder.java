package dev.clew.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The recorder that runs in a home: its process and its page's address, without the token.
///
/// The file says so in two lines, process id and address; it is believed only while the process
/// lives and the home's lock is held.
public record RunningRecorder(long pid, String url) {
  /// The recorder that runs in `home`; empty when none does.
  public static Optional<RunningRecorder> find(Home home) throws IOException {
    if (!Files.exists(home.running())) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(home.running(), StandardCharsets.UTF_8);
    if (lines.size() < 2 || !lines.getFirst().matches("[0-9]{1,10}")) {
      return Optional.empty();
    }
    var pid = Long.parseLong(lines.getFirst());
    return ProcessHandle.of(pid).filter(RunningRecorder::runs).isPresent()
        ? Optional.of(new RunningRecorder(pid, lines.get(1)))
        : Optional.empty();
  }

  /// Whether the process runs; one that has ended stays in the system's list, without a command,
  /// until somebody takes notice.
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /// The token of the running recorder.
  public static String token(Home home) throws IOException {
    return Files.readString(home.token()).strip();
  }

  /// Makes this known, and the token to its owner only.
  public void announce(Home home, String token) throws IOException {
    writePrivately(home.token(), token + "\n");
    writePrivately(home.running(), pid + "\n" + url + "\n");
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, owner);
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  /// Takes the announcement back.
  public static void withdraw(Home home) throws IOException {
    Files.deleteIfExists(home.running());
    Files.deleteIfExists(home.token());
  }
}
