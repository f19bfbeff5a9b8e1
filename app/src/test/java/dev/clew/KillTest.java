package dev.clew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.recorder.RunningRecorder;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole program, killed while it imports.
class KillTest {
  private static final int FILES = 16;
  private static final int WRITERS = 4;
  private static final int KILLS = 3;
  private static final int LINES = 200;
  private static final long ENTRY_BYTES = 300;

  @TempDir private Path folder;

  @Test
  void an_import_that_is_killed_again_and_again_stores_every_line_exactly_once() throws Exception {
    var world = new World(folder);
    for (var i = 0; i < FILES; i++) {
      var session = "5e551000-0000-4000-8000-0000000000%02x".formatted(i);
      var lines = new ClaudeLines("k" + i, session, Instant.parse("2026-03-02T10:00:00Z"));
      for (var n = 0; n < LINES; n++) {
        lines.prompt("prompt %d of %d".formatted(n, i));
      }
      world.write(session + ".jsonl", lines.lines().toArray(String[]::new));
    }
    var random = new SplittableRandom(Long.getLong("seed", 7));
    var kills = 0;
    for (var round = 1; round <= 3; round++) {
      kills += killed(world, random.nextLong(FILES * LINES * ENTRY_BYTES) * round / 3) ? 1 : 0;
    }
    assertThat(kills).isPositive();
    assertThat(world.clew("import", world.transcripts().toString()).exit().code()).isZero();
    var finding = world.clew("verify", "--json").json().getFirst();
    assertThat(finding.path("ok").asBoolean()).as(finding.toString()).isTrue();
    assertThat(finding.path("entries").asInt()).isEqualTo(FILES * LINES);
    var account = world.clew("capture", "--json").json().getFirst();
    assertThat(account.path("balance").asInt()).isZero();
    assertThat(account.path("unaccounted_records").asInt()).as(account.toString()).isZero();
    assertThat(world.clew("sessions", "--json").json())
        .hasSize(FILES)
        .allSatisfy(row -> assertThat(row.path("turns").asInt()).isEqualTo(LINES));
  }

  @Test
  void a_recorder_that_is_killed_while_agents_write_misses_nothing_and_doubles_nothing()
      throws Exception {
    var world = new World(folder);
    var user = Files.createDirectories(folder.resolve("user"));
    var project = Files.createDirectories(user.resolve(".claude/projects/p"));
    var random = new SplittableRandom(Long.getLong("seed", 11));
    var allowed = new AtomicInteger();
    var writers = new ArrayList<Thread>();
    for (var i = 0; i < WRITERS; i++) {
      var session = "5e551000-0000-4000-8000-0000000001%02x".formatted(i);
      var lines = new ClaudeLines("w" + i, session, Instant.parse("2026-03-02T10:00:00Z"));
      for (var n = 0; n < LINES; n++) {
        lines.prompt("prompt %d of %d".formatted(n, i));
      }
      var bytes = (String.join("\n", lines.lines()) + "\n").getBytes(StandardCharsets.UTF_8);
      var pieces = random.split();
      var file = project.resolve(session + ".jsonl");
      writers.add(Thread.ofPlatform().start(() -> write(file, bytes, pieces, allowed)));
    }
    for (var round = 0; round < KILLS; round++) {
      killedWhileFollowing(world, user, round, allowed);
    }
    for (var writer : writers) {
      writer.join();
    }
    assertThat(world.clew("import", project.toString()).exit().code()).isZero();
    var finding = world.clew("verify", "--json").json().getFirst();
    assertThat(finding.path("ok").asBoolean()).as(finding.toString()).isTrue();
    assertThat(finding.path("entries").asInt()).isEqualTo(WRITERS * LINES);
    assertThat(world.clew("sessions", "--json").json())
        .hasSize(WRITERS)
        .allSatisfy(row -> assertThat(row.path("turns").asInt()).isEqualTo(LINES));
  }

  /// Writes in pieces cut anywhere, no further in each round than its share.
  private static void write(
      Path file, byte[] bytes, SplittableRandom random, AtomicInteger allowed) {
    try (var out = Files.newOutputStream(file)) {
      for (var from = 0; from < bytes.length; ) {
        var length = Math.min(bytes.length - from, 1 + random.nextInt(500));
        while (from + length > (long) bytes.length * allowed.get() / KILLS) {
          LockSupport.parkNanos(1_000_000);
        }
        out.write(bytes, from, length);
        from += length;
        LockSupport.parkNanos(10_000_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a recorder, lets the writers go on when it follows, and kills it when it has stored
  /// half of what they write meanwhile.
  private static void killedWhileFollowing(World world, Path user, int round, AtomicInteger allowed)
      throws IOException, InterruptedException {
    var builder = clew(world, "serve", "--follow", "--import");
    builder.environment().put("HOME", user.toString());
    builder.environment().put("CLEW_PORT", "0");
    builder.environment().remove("CLAUDE_CONFIG_DIR");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    var process = builder.start();
    var entries = (2L * round + 1) * LINES * WRITERS / (2 * KILLS);
    while (ledgerBytes(world) < entries * (ENTRY_BYTES / 2)) {
      assertThat(process.isAlive()).isTrue();
      if (RunningRecorder.find(world.home()).filter(it -> it.pid() == process.pid()).isPresent()) {
        allowed.set(round + 1);
      }
      process.waitFor(2, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor();
  }

  /// Starts an import and kills it when the ledger has grown to so many bytes; whether it still
  /// ran.
  private static boolean killed(World world, long bytes) throws IOException, InterruptedException {
    var builder = clew(world, "import", world.transcripts().toString());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    var process = builder.start();
    var alive = true;
    while (alive && ledgerBytes(world) < bytes) {
      alive = !process.waitFor(2, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor();
    return alive;
  }

  private static ProcessBuilder clew(World world, String... arguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(java, "-cp", System.getProperty("java.class.path"), "dev.clew.Main"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("CLEW_HOME", world.home().folder().toString());
    return builder;
  }

  private static long ledgerBytes(World world) throws IOException {
    if (!Files.isDirectory(world.home().ledger())) {
      return 0;
    }
    long bytes = 0;
    var waiting = new ArrayDeque<>(List.of(world.home().ledger().toFile()));
    while (!waiting.isEmpty()) {
      var below = waiting.remove().listFiles(); // may be gone by now: then it counts for nothing
      for (var file : below == null ? new File[0] : below) {
        if (file.isDirectory()) {
          waiting.add(file);
        } else {
          bytes += file.length();
        }
      }
    }
    return bytes;
  }
}
