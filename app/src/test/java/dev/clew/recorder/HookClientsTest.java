package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clew.cli.Exit;
import dev.clew.testing.Cases;
import dev.clew.testing.NativeHook;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The programs that agents call when a hook fires: `native/hook.c` and `native/hook.sh`.
class HookClientsTest {
  private static final byte[] PAYLOAD =
      "{\"plain\":\"s\",\"say\":\"hé\"}\n".getBytes(StandardCharsets.UTF_8);

  @TempDir private static Path built;
  @TempDir private Path folder;

  private static Optional<Path> helper = Optional.empty();

  private static Optional<Path> helperWithLibrary = Optional.empty();

  enum Client {
    NATIVE,
    NATIVE_WITH_LIBRARY,
    SHELL
  }

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    helper = NativeHook.compile(built);
    helperWithLibrary = NativeHook.compileWithLibrary(built);
  }

  private Home home() {
    return new World(folder).home();
  }

  private static List<String> program(Client client) {
    return switch (client) {
      case NATIVE -> {
        assumeTrue(helper.isPresent(), "no C compiler");
        yield List.of(helper.get().toString());
      }
      case NATIVE_WITH_LIBRARY -> {
        assumeTrue(helperWithLibrary.isPresent(), "no C compiler");
        yield List.of(helperWithLibrary.get().toString());
      }
      case SHELL -> List.of("/bin/sh", NativeHook.source("hook.sh").toString());
    };
  }

  private record Ran(int code, String said, Duration took) {}

  private ProcessBuilder call(List<String> program, Path home, byte[] payload) throws IOException {
    var command = new ArrayList<>(program);
    command.addAll(List.of(home.toString(), "plain", "PreToolUse"));
    var input = Files.write(Files.createTempFile(built, "in", ""), payload);
    return new ProcessBuilder(command)
        .redirectInput(input.toFile())
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile(built, "out", "").toFile());
  }

  private Ran run(List<String> program, Path home, byte[] payload)
      throws IOException, InterruptedException {
    var builder = call(program, home, payload);
    var began = System.nanoTime();
    var process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    var took = Duration.ofNanos(System.nanoTime() - began);
    var said = Files.readString(builder.redirectOutput().file().toPath());
    return new Ran(process.exitValue(), said, took);
  }

  private void runs(List<String> program, Path home, byte[] payload)
      throws IOException, InterruptedException {
    var ran = run(program, home, payload);
    assertThat(ran.said).isEmpty();
    assertThat(ran.code).isZero();
  }

  private List<HookFrame> spooled() throws IOException {
    var spool = new Spool(home().spool());
    var frames = new ArrayList<HookFrame>();
    for (var name : spool.list().frames()) {
      frames.add(spool.read(name));
    }
    return frames;
  }

  private long files(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.count();
    }
  }

  @ParameterizedTest
  @EnumSource
  void where_nobody_answers_the_frame_is_put_into_the_spool(Client client) throws Exception {
    home().create();
    var before = Instant.now();
    runs(program(client), home().folder(), PAYLOAD);
    assertThat(spooled())
        .singleElement()
        .satisfies(frame -> {
          assertThat(frame.agent()).isEqualTo("plain");
          assertThat(frame.event()).isEqualTo("PreToolUse");
          assertThat(frame.payload()).isEqualTo(PAYLOAD);
          assertThat(frame.pid()).isEqualTo(ProcessHandle.current().pid());
          assertThat(Instant.ofEpochSecond(0, frame.stampNs()))
              .isBetween(before.minusMillis(20), Instant.now());
        });
    assertThat(files(home().spool())).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void every_call_is_a_delivery_of_its_own(Client client) throws Exception {
    home().create();
    for (var i = 0; i < 5; i++) {
      runs(program(client), home().folder(), PAYLOAD);
    }
    assertThat(spooled().stream().map(HookFrame::nonce).distinct()).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource
  void without_a_home_nothing_happens_and_nobody_is_told(Client client) throws Exception {
    runs(program(client), folder.resolve("missing"), PAYLOAD);
    assertThat(folder.resolve("missing")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void a_home_that_cannot_be_written_to_is_passed_over(Client client) throws Exception {
    home().create();
    Files.delete(home().spool());
    Files.writeString(home().spool(), "in the way");
    runs(program(client), home().folder(), PAYLOAD);
    assertThat(home().spool()).hasContent("in the way");
  }

  @ParameterizedTest
  @EnumSource
  void a_full_disk_leaves_no_half_of_a_frame(Client client) throws Exception {
    home().create();
    var limited = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 8; exec \"$@\"", "sh"));
    limited.addAll(program(client));
    runs(limited, home().folder(), new byte[100_000]);
    assertThat(spooled()).isEmpty();
    assertThat(files(home().spool())).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_client_that_is_killed_anywhere_leaves_a_whole_frame_or_none(Client client)
      throws Exception {
    home().create();
    var program = program(client);
    var fed = new HashSet<ByteBuffer>(); // what a shell has started may end after it was killed
    Cases.forAll(
        30,
        random -> {
          var payload = new byte[random.nextInt(random.nextBoolean() ? 3000 : 400_000)];
          random.nextBytes(payload);
          fed.add(ByteBuffer.wrap(payload));
          try {
            var process = call(program, home().folder(), payload).start();
            var until = System.nanoTime() + random.nextLong(4_000_000);
            while (System.nanoTime() < until) {
              Thread.onSpinWait();
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            for (var frame : spooled()) {
              assertThat(fed.contains(ByteBuffer.wrap(frame.payload()))).isTrue();
            }
            for (var name : new Spool(home().spool()).list().frames()) {
              new Spool(home().spool()).remove(name);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void a_stale_socket_and_one_that_never_answers_are_given_up_within_the_budget() throws Exception {
    var program = program(Client.NATIVE);
    home().create();
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(home().hooks()));
      var took = run(program, home().folder(), PAYLOAD).took;
      assertThat(spooled()).hasSize(1);
      assertThat(took).isGreaterThan(Duration.ofMillis(14)).isLessThan(Duration.ofSeconds(2));
    }
    assertThat(home().hooks()).exists();
    runs(program, home().folder(), PAYLOAD);
    assertThat(spooled()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void where_its_user_allowed_it_a_recorder_is_started_once_and_nobody_waits_for_it(Client client)
      throws Exception {
    var program = program(client);
    var world = new World(folder, Map.of("CLEW_LAUNCHER", folder.resolve("a launcher").toString()));
    var started = folder.resolve("started");
    var launcher =
        Files.writeString(
            folder.resolve("a launcher"),
            "#!/bin/sh\necho \"$CLEW_HOME $*\" >> %s\necho to nobody\nexec sleep 3\n"
                .formatted(started));
    launcher.toFile().setExecutable(true);
    home().create();
    runs(program, home().folder(), PAYLOAD);
    assertThat(world.clew("config", "start_on_hook", "on").exit()).isEqualTo(Exit.YES);
    for (var i = 0; i < 4; i++) {
      var ran = run(program, home().folder(), PAYLOAD);
      assertThat(ran.took).isLessThan(Duration.ofSeconds(2));
      assertThat(ran.said).isEmpty();
      assertThat(ran.code).isZero();
    }
    var deadline = Instant.now().plusSeconds(10);
    while (!Files.exists(started) || Files.size(started) == 0) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
    assertThat(started).hasContent(home().folder() + " up --no-open\n");
    assertThat(spooled()).hasSize(5);
  }

  @Test
  void of_a_payload_over_the_limit_only_the_length_is_handed_on() throws Exception {
    home().create();
    var large = new byte[HookFrame.LONGEST + 5];
    Arrays.fill(large, (byte) 'x');
    runs(program(Client.NATIVE), home().folder(), large);
    assertThat(spooled())
        .singleElement()
        .satisfies(frame -> {
          assertThat(frame.length()).isEqualTo(large.length);
          assertThat(frame.payload()).isEmpty();
        });
  }

  @Test
  void an_input_that_is_never_closed_is_taken_for_ended() throws Exception {
    home().create();
    var command = new ArrayList<>(program(Client.NATIVE));
    command.addAll(List.of(home().folder().toString(), "plain", "Stop"));
    var process = new ProcessBuilder(command).start();
    process.getOutputStream().write(PAYLOAD);
    process.getOutputStream().flush();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(spooled())
        .singleElement()
        .satisfies(it -> assertThat(it.payload()).isEqualTo(PAYLOAD));
    process.destroy();
  }

  @Test
  void words_that_no_frame_may_hold_are_made_harmless() throws Exception {
    home().create();
    var command = new ArrayList<>(program(Client.NATIVE));
    command.addAll(List.of(home().folder().toString(), "a b\n", "E v/e…nt".repeat(30), "-5"));
    var process = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile()).start();
    assertThat(process.waitFor()).isZero();
    assertThat(spooled())
        .singleElement()
        .satisfies(frame -> {
          assertThat(frame.agent()).isEqualTo("a_b_");
          assertThat(frame.event()).hasSize(64).startsWith("E_v_e");
          assertThat(frame.waitMs()).isZero();
          assertThat(frame.length()).isZero();
        });
  }

  @Test
  void a_recorder_takes_what_comes_through_the_socket() throws Exception {
    var program = program(Client.NATIVE);
    var log = new StringWriter();
    var large = ("\"" + "y ".repeat(200_000) + "\"").getBytes(StandardCharsets.UTF_8);
    try (var store = new Rig(new World(folder)).open();
        var intake =
            new Rig(new World(folder))
                .hooks(store, HookListener.none(), new PrintWriter(log, true));
        var _ =
            dev.clew.socket.HookSocket.open(home().hooks(), intake, new PrintWriter(log, true))) {
      for (var i = 0; i < 20; i++) {
        runs(program, home().folder(), PAYLOAD);
      }
      runs(program, home().folder(), large);
      while (store.entries() < 21) {
        Thread.onSpinWait();
      }
    }
    assertThat(log.toString()).isEmpty();
    assertThat(spooled()).isEmpty();
  }
}
