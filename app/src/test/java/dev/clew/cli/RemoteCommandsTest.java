package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.socket.CommandClient;
import dev.clew.socket.CommandRequest;
import dev.clew.testing.World;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The recorder answers other processes' commands as they would themselves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteCommandsTest {
  private static final Optional<Umask> UMASK = Optional.of(new Umask(0_027));

  private World world;
  private RemoteCommands remote;

  @BeforeAll
  void fill(@TempDir Path folder) {
    world = new World(folder);
    world.clew(
        "import", Path.of("src/test/fixtures/http/session.jsonl").toAbsolutePath().toString());
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var context = world.context(Terminal.of(nowhere, nowhere, Map.of()));
    remote = new RemoteCommands(context, UMASK);
  }

  /// One that stays.
  private record Client(OutputStream out, OutputStream err, List<String> pagers)
      implements CommandClient {
    @Override
    public void pager(String command) {
      pagers.add(command);
    }

    @Override
    public Watch whenGone(Runnable action) {
      return () -> {};
    }
  }

  private record Ran(String out, String err, int code, List<String> pagers) {}

  private Ran run(Map<String, String> environment, String... words) {
    var all = new HashMap<>(environment);
    all.put("CLEW_HOME", world.home().folder().toString());
    var request = new CommandRequest("b", all, world.home().folder(), List.of(words));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var pagers = new ArrayList<String>();
    assertThat(remote.takes(request)).isTrue();
    var code = remote.run(request, new Client(out, err, pagers));
    return new Ran(
        out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), code, pagers);
  }

  @Test
  void a_question_is_answered_as_its_own_process_would() {
    for (var line :
        List.of(
            "sessions",
            "sessions --json",
            "log last",
            "show last --json",
            "overlaps",
            "files last",
            "cost --by day",
            "show nothing",
            "log --no-such-option",
            "log --help")) {
      var here = world.clew(line.split(" ", -1));
      var there = run(Map.of(), line.split(" ", -1));
      assertThat(there)
          .as(line)
          .isEqualTo(new Ran(here.out(), here.err(), here.exit().code(), List.of()));
    }
  }

  @Test
  void commands_that_do_something_are_left_to_their_own_process() {
    for (var word :
        List.of(
            "up",
            "down",
            "overlaps --live",
            "import",
            "reindex",
            "config",
            "install",
            "nonsense")) {
      var request = new CommandRequest("b", Map.of(), Path.of("/"), List.of(word.split(" ", -1)));
      assertThat(remote.takes(request)).as(word).isFalse();
    }
    assertThat(remote.takes(new CommandRequest("b", Map.of(), Path.of("/"), List.of()))).isFalse();
  }

  private boolean takes(String umask, String line) {
    var words = List.of(line.split(" ", -1));
    return remote.takes(new CommandRequest("b", Map.of("CLEW_UMASK", umask), Path.of("/"), words));
  }

  @Test
  void what_makes_files_is_done_where_nobody_is_asked_and_permissions_come_out_the_same() {
    for (var line :
        List.of(
            "rewind 9c41 --yes",
            "--no-pager undo --dry-run last -- a",
            "redo --yes",
            "keep last --yes -- src",
            "checkout 9c41 ../there")) {
      assertThat(takes("0027", line)).as(line).isTrue();
      assertThat(takes("27", line)).as(line).isTrue();
      assertThat(takes("0022", line)).as(line).isFalse();
      assertThat(takes("", line)).as(line).isFalse();
    }
    for (var line :
        List.of(
            "rewind 9c41",
            "redo -- --yes",
            "undo 9c41 --hunk --yes",
            "revert-commit last --yes",
            "bisect --good a --bad b -- true")) {
      assertThat(takes("0027", line)).as(line).isFalse();
    }
  }

  @Test
  void where_the_system_tells_no_umask_nothing_is_made() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var context = world.context(Terminal.of(nowhere, nowhere, Map.of()));
    var request =
        new CommandRequest(
            "b", Map.of("CLEW_UMASK", "0022"), Path.of("/"), List.of("redo", "--yes"));
    assertThat(new RemoteCommands(context, Optional.empty()).takes(request)).isFalse();
  }

  @Test
  void a_long_answer_for_a_terminal_asks_for_the_pager_there() {
    var environment =
        Map.of(
            "PATH",
            "/usr/bin:/bin",
            "CLEW_STDOUT_TTY",
            "1",
            "LINES",
            "3",
            "COLUMNS",
            "80",
            "CLEW_PAGER",
            "cat -n");
    assertThat(run(environment, "log", "last").pagers()).containsExactly("cat -n");
    assertThat(run(environment, "log", "last", "--no-pager").pagers()).isEmpty();
    assertThat(run(Map.of("PATH", "/usr/bin:/bin", "CLEW_PAGER", "cat -n"), "log", "last").pagers())
        .isEmpty();
  }

  @Test
  void times_are_told_in_the_zone_of_the_process_that_asks() {
    var here = run(Map.of("TZ", "UTC"), "sessions").out();
    var there = run(Map.of("TZ", ":Pacific/Auckland"), "sessions").out();
    assertThat(there).isNotEqualTo(here);
    assertThat(run(Map.of("TZ", "Nowhere/At-All"), "sessions").out()).isEqualTo(here);
  }
}
