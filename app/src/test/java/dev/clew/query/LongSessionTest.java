package dev.clew.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import dev.clew.testing.Dialect;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One session with twenty thousand tool calls, two hundred thousand under `./dev soak`: a window
/// of it is answered without the rest being looked at.
class LongSessionTest {
  private static final int CALLS = Cases.soaking() ? 200_000 : 20_000;
  private static final int PER_LINE = 100;
  private static final Duration WINDOW = Duration.ofSeconds(Cases.soaking() ? 15 : 5);

  @TempDir private Path folder;

  @Test
  void a_session_of_very_many_calls_is_imported_and_answered_by_the_window() throws IOException {
    var world = new World(folder);
    write(world.write(Dialect.session(1) + ".jsonl", new byte[0]));
    var started = System.nanoTime();
    assertThat(world.importAll().getFirst().path("status").asString()).isEqualTo("imported");
    assertThat(since(started)).isLessThan(Duration.ofSeconds(CALLS / 500));
    var row = world.clew("sessions", "--json").json().getFirst();
    assertThat(row.path("tool_calls").asInt()).isEqualTo(CALLS);
    assertThat(row.path("errors").asInt()).isZero();
    window(world, "log", "last", "--limit", "50");
    window(world, "log", "last", "--limit", "50", "--offset", Integer.toString(CALLS / 2));
    window(world, "log", "last", "--limit", "50", "--reverse");
    window(world, "show", "last");
    window(world, "files", "last");
    window(world, "capture", "last");
    window(world, "status");
    var last = world.clew("log", "last", "--limit", "1", "--json").json().getFirst();
    window(world, "show", last.path("step").asString());
  }

  private static void window(World world, String... command) {
    var started = System.nanoTime();
    var ran = world.clew(command);
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    assertThat(since(started)).as(String.join(" ", command)).isLessThan(WINDOW);
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private static void write(Path file) throws IOException {
    var start = Instant.parse("2026-03-02T10:00:00Z");
    try (var out = Files.newBufferedWriter(file, UTF_8)) {
      for (var line = 0; line < CALLS / PER_LINE; line++) {
        var head =
            "\"sessionId\":\"%s\",\"timestamp\":\"%s\",\"message\":{"
                .formatted(Dialect.session(1), start.plusSeconds(line));
        out.write("{\"type\":\"assistant\",\"uuid\":\"a" + line + "\"," + head);
        out.write(
            "\"id\":\"msg_" + line + "\",\"model\":\"claude-sonnet-4-5-20250929\",\"content\":[");
        for (var i = 0; i < PER_LINE; i++) {
          out.write(
              "%s{\"type\":\"tool_use\",\"id\":\"toolu_%d_%d\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}"
                  .formatted(i == 0 ? "" : ",", line, i));
        }
        out.write("]}}\n{\"type\":\"user\",\"uuid\":\"u" + line + "\"," + head + "\"content\":[");
        for (var i = 0; i < PER_LINE; i++) {
          out.write(
              "%s{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_%d_%d\",\"content\":\"x\"}"
                  .formatted(i == 0 ? "" : ",", line, i));
        }
        out.write("]}}\n");
      }
    }
  }
}
