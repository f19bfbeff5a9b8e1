package dev.clew.cli;

import dev.clew.capture.ProbeHooks;
import dev.clew.content.ContentReader;
import dev.clew.content.Unsealer;
import dev.clew.recorder.Keys;
import dev.clew.recorder.RunningRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Fires a hook with a payload of ours, and looks where it arrives.
final class HookProbe {
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int PAGE = 256;

  /// No other hook is of this kind.
  private static final String KIND = "clew.hook";

  private final Context context;

  HookProbe(Context context) {
    this.context = context;
  }

  /// What became of a hook.
  sealed interface Seen {
    /// It is in the store.
    ///
    /// @param hookMs how long the agent would have waited
    record Stored(long hookMs, long storedMs) implements Seen {}

    /// It waits for a recorder.
    record Spooled(long hookMs) implements Seen {}

    /// It did not arrive.
    record Failed(String why) implements Seen {}
  }

  Seen fire(List<String> command) throws IOException, InterruptedException {
    var token = new byte[16];
    context.random().get().nextBytes(token);
    var text = HexFormat.of().formatHex(token);
    var from = records();
    var start = System.nanoTime();
    var process = process(command);
    try (var in = process.getOutputStream()) {
      in.write(ProbeHooks.payload(text).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It went without reading; what it says counts.
    }
    if (!process.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS)) {
      process.destroyForcibly();
      return new Seen.Failed("it did not end within 5 seconds");
    }
    var hookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    var said = new String(process.getInputStream().readNBytes(200), StandardCharsets.UTF_8);
    if (process.exitValue() != 0 || !said.isBlank()) {
      return new Seen.Failed(
          "it ended with code %d%s"
              .formatted(process.exitValue(), said.isBlank() ? "" : " and said: " + said.strip()));
    }
    return follow(text, from, start, hookMs);
  }

  private Process process(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(context.workingFolder().toFile());
    builder.environment().clear();
    builder.environment().putAll(context.environment());
    return builder.start();
  }

  private Seen follow(String token, long from, long start, long hookMs) throws IOException {
    Optional<Path> spooled = Optional.empty();
    while (System.nanoTime() - start < PATIENCE_NS) {
      if (isStored(from)) {
        return new Seen.Stored(hookMs, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      }
      spooled = spooled(token);
      if (spooled.isPresent() && !isRecorderRunning()) {
        break;
      }
      LockSupport.parkNanos(LOOK_NS);
    }
    if (spooled.isEmpty()) {
      return new Seen.Failed("it is neither in the store nor in the spool after 5 seconds");
    }
    Files.deleteIfExists(spooled.get());
    return new Seen.Spooled(hookMs);
  }

  private boolean isRecorderRunning() throws IOException {
    return RunningRecorder.find(context.home()).isPresent();
  }

  private long records() throws IOException {
    if (!Files.exists(context.home().content())) {
      return 0;
    }
    try (var content = content()) {
      return content.records();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private ContentReader content() throws IOException, SQLException {
    var home = context.home();
    return ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()));
  }

  private boolean isStored(long from) throws IOException {
    if (!Files.exists(context.home().content())) {
      return false;
    }
    try (var content = content()) {
      for (var next = from; ; ) {
        var entries = content.entries(next, PAGE);
        for (var entry : entries) {
          if (entry.record().kind().equals(KIND)) {
            return true;
          }
          next = entry.record().seq() + 1;
        }
        if (entries.size() < PAGE) {
          return false;
        }
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private Optional<Path> spooled(String token) throws IOException {
    if (!Files.isDirectory(context.home().spool())) {
      return Optional.empty();
    }
    try (var files = Files.list(context.home().spool())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) < 4096 && has(Files.readAllBytes(file), token)) {
          return Optional.of(file);
        }
      }
    } catch (NoSuchFileException e) {
      // The recorder took one meanwhile.
    }
    return Optional.empty();
  }

  private static boolean has(byte[] bytes, String token) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(token);
  }
}
