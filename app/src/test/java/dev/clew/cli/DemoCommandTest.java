package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.recorder.Home;
import dev.clew.recorder.RunningRecorder;
import dev.clew.testing.World;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DemoCommandTest {
  @TempDir private Path folder;

  @Test
  void it_shows_sessions_of_its_own_and_leaves_nothing() throws Exception {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var deadline = Instant.now().plus(Duration.ofSeconds(90));
    try (var threads = Executors.newSingleThreadExecutor()) {
      var demo =
          threads.submit(
              () -> new World(folder).cli(stream, stream).run("demo", "--no-open", "--json"));
      while (out.size() == 0 && !demo.isDone() && Instant.now().isBefore(deadline)) {
        Thread.onSpinWait();
      }
      var said = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
      var home = new Home(Path.of(said.path("home").asString()));
      var running = RunningRecorder.find(home).orElseThrow();
      var asked = new World(folder).at(home);
      var rows = asked.clew("sessions", "--json", "--top").json();
      while (rows.stream().noneMatch(row -> row.path("total_errors").asInt() > 0)) {
        assertThat(Instant.now()).isBefore(deadline);
        rows = asked.clew("sessions", "--json", "--top").json();
      }
      assertThat(asked.clew("log", "ada0").out()).contains("pytest").contains("Task");
      while (!asked.clew("search", "printed pattern now", "--agent", "codex").out().contains("7")) {
        assertThat(Instant.now()).isBefore(deadline);
      }
      assertThat(asked.clew("status", "--json").json().getFirst().path("sessions").toString())
          .doesNotContain("\"reason\"");
      new RecorderClient(running.url(), RunningRecorder.token(home)).shutdown();
      assertThat(demo.get(60, TimeUnit.SECONDS)).isEqualTo(Exit.YES);
      assertThat(home.folder()).doesNotExist();
    }
    assertThat(List.of(folder.toFile().listFiles())).isEmpty();
  }
}
