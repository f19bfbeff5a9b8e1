package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The installed `git`, told nothing by this process's environment and asked to leave alone what it
/// need not touch. For what a user asks for once, never for what happens at every look.
final class GitProgram {
  private static final long PATIENCE_S = 120;
  private static final int SHOWN = 400;

  private final Path folder;
  private final Map<String, String> told;

  GitProgram(Path folder) {
    this(folder, Map.of());
  }

  /// @param told variables of Git's that it is told all the same
  GitProgram(Path folder, Map<String, String> told) {
    this.folder = folder;
    this.told = told;
  }

  Path folder() {
    return folder;
  }

  /// What `git` prints.
  ///
  /// @throws IOException when it fails, with what it said
  byte[] run(byte[] input, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("git", "--no-optional-locks", "--no-pager"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().putAll(told);
    builder.environment().put("GIT_NO_LAZY_FETCH", "1");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    var process = builder.start();
    try (var said = process.getInputStream();
        var complained = process.getErrorStream()) {
      var writer = Thread.ofVirtual().start(() -> write(process, input));
      var errors = new ArrayList<byte[]>(1);
      var listener = Thread.ofVirtual().start(() -> errors.add(read(complained)));
      var out = said.readAllBytes();
      writer.join();
      listener.join();
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("git %s: %s".formatted(arguments[0], text(errors)));
      }
      return out;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("git was interrupted", e);
    } finally {
      process.destroy();
    }
  }

  private static void write(Process process, byte[] input) {
    try (var in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      process.destroy(); // it has ended: what it says tells why
    }
  }

  private static byte[] read(java.io.InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static String text(List<byte[]> errors) {
    var text =
        errors.isEmpty() ? "" : new String(errors.getFirst(), StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "it failed" : text.substring(0, Math.min(SHOWN, text.length()));
  }

  /// The same as text, without line feeds at its end.
  String text(String... arguments) throws IOException {
    return new String(run(new byte[0], arguments), StandardCharsets.UTF_8).stripTrailing();
  }
}
