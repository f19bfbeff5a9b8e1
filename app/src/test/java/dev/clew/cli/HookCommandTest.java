package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.recorder.HomeLock;
import dev.clew.recorder.Recorder;
import dev.clew.recorder.Spool;
import dev.clew.socket.HookSocket;
import dev.clew.testing.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What agents' settings call, from the command line's side.
class HookCommandTest {
  private static final String PAYLOAD = "{\"session_id\":\"s\",\"hook_event_name\":\"Stop\"}";

  @TempDir private Path folder;

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Exit hook(World world, InputStream in, String... arguments) throws Exception {
    var command = new HookCommand(in);
    var parsed = new CommandLine(command.spec()).parseArgs(arguments);
    return command.run(parsed, world.context(Terminal.of(System.out, System.err, Map.of())));
  }

  private static long waiting(World world) throws IOException {
    return new Spool(world.home().spool()).waiting().frames();
  }

  @Test
  void a_hook_that_finds_no_recorder_waits_in_the_spool() throws Exception {
    var world = new World(folder);
    assertThat(hook(world, in(PAYLOAD), "claude", "Stop")).isEqualTo(Exit.YES);
    assertThat(world.home().folder()).doesNotExist();
    world.home().create();
    assertThat(hook(world, in(PAYLOAD), "claude", "Stop")).isEqualTo(Exit.YES);
    assertThat(hook(world, in(PAYLOAD), "claude", "a b")).isEqualTo(Exit.YES);
    assertThat(hook(world, in(PAYLOAD))).isEqualTo(Exit.YES);
    assertThat(waiting(world)).isEqualTo(1);
    assertThat(world.clew("status").out()).contains("spool      1 hook waiting");
    assertThat(world.clew("status", "--json").out()).contains("\"spool\":1,\"spool_oldest\":");
  }

  @Test
  void a_recorder_takes_it() throws Exception {
    var world = new World(folder);
    var home = world.home().create();
    var log = new StringWriter();
    var context = world.context(Terminal.of(System.out, System.err, Map.of()));
    try (var recorder =
            Recorder.open(
                home,
                HomeLock.tryTake(home).orElseThrow(),
                context.agents(),
                context.surroundings());
        var _ =
            HookSocket.open(
                home.hooks(),
                recorder.takeHooks(new PrintWriter(log, true)),
                new PrintWriter(log, true))) {
      for (var i = 0; i < 5; i++) {
        assertThat(hook(world, in(PAYLOAD), "claude", "Stop", "2000")).isEqualTo(Exit.YES);
      }
      while (waiting(world) > 0) {
        Thread.onSpinWait();
      }
    }
    assertThat(log.toString()).isEmpty();
    assertThat(world.clew("verify", "--json").out()).contains("\"ok\":true,\"entries\":5,");
  }

  private static int run(List<String> command, Map<String, String> environment) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    try (var out = process.getOutputStream()) {
      out.write(PAYLOAD.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It does not read: there is nothing to hand on.
    }
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void the_line_that_agents_are_given_works_wherever_the_home_is_and_without_the_helper()
      throws Exception {
    var world = new World(Files.createDirectory(folder.resolve("a 'b $c")));
    var helper = new HookHelper(world.home().create());
    assertThat(run(helper.words("claude", "Stop", 100), Map.of())).isZero();
    assertThat(waiting(world)).isZero();
    var context = world.context(Terminal.of(System.out, System.err, Map.of()));
    assertThat(helper.install(context)).isTrue();
    assertThat(helper.install(context)).isFalse();
    assertThat(run(helper.words("claude", "Stop", 100), Map.of())).isZero();
    assertThat(waiting(world)).isEqualTo(1);
  }

  @Test
  void the_launcher_hands_a_hook_on_without_a_build_and_without_a_virtual_machine()
      throws Exception {
    var world = new World(folder);
    world.home().create();
    var launcher = Path.of("../clew").toAbsolutePath().normalize().toString();
    var environment =
        Map.of(
            "CLEW_HOME",
            world.home().folder().toString(),
            "JAVA_HOME",
            "/nowhere",
            "PATH",
            "/bin:/usr/bin");
    assertThat(run(List.of("/bin/sh", launcher, "hook", "claude", "Stop"), environment)).isZero();
    assertThat(waiting(world)).isEqualTo(1);
  }
}
