package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clew.content.ContentReader;
import dev.clew.content.Unsealer;
import dev.clew.testing.Cases;
import dev.clew.testing.NativeHook;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many agents at once, each calling the native client, while the recorder is killed and started
/// again. `./dev soak` runs it in full size: 64 agents, 200 hooks each, 20 kills.
class HookKillTest {
  private static final int AGENTS = Cases.soaking() ? 64 : 16;
  private static final int EVENTS = Cases.soaking() ? 200 : 25;
  private static final int KILLS = Cases.soaking() ? 20 : 3;
  private static final Duration PATIENCE = Duration.ofSeconds(Cases.soaking() ? 600 : 60);

  @TempDir private Path folder;

  @Test
  void hooks_of_many_agents_are_stored_once_each_however_often_the_recorder_is_killed()
      throws Exception {
    var helper = NativeHook.compile(folder);
    assumeTrue(helper.isPresent(), "no C compiler");
    var world = new World(folder);
    var home = world.home().create();
    var fired = new AtomicInteger();
    var agents = new ArrayList<Thread>();
    for (var agent = 0; agent < AGENTS; agent++) {
      var number = agent;
      agents.add(Thread.ofVirtual().start(() -> fire(helper.get(), home, number, fired)));
    }
    var random = new SplittableRandom(Long.getLong("seed", 3));
    for (var kill = 1; kill <= KILLS; kill++) {
      var process = recorder(home);
      var until = (int) ((kill - random.nextDouble()) * AGENTS * EVENTS / (KILLS + 1));
      try {
        while (fired.get() < until || stored(home) == 0) {
          assertThat(process.isAlive()).isTrue();
          process.waitFor(2, TimeUnit.MILLISECONDS);
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    for (var agent : agents) {
      agent.join();
    }
    var last = recorder(home);
    try {
      var deadline = Instant.now().plus(PATIENCE);
      for (var left = waiting(home); left > 0; left = waiting(home)) {
        assertThat(Instant.now()).as("%d hooks wait", left).isBefore(deadline);
        last.waitFor(10, TimeUnit.MILLISECONDS);
      }
      last.destroy();
      assertThat(last.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      last.destroyForcibly();
    }
    assertThat(counted(home)).hasSize(AGENTS * EVENTS).allSatisfy((_, n) -> assertThat(n).isOne());
    var finding = world.clew("verify", "--json").json().getFirst();
    assertThat(finding.path("ok").asBoolean()).as(finding.toString()).isTrue();
  }

  private static long waiting(Home home) throws IOException {
    return new Spool(home.spool()).waiting().frames();
  }

  /// One agent, which waits for each of its hooks.
  private static void fire(Path helper, Home home, int agent, AtomicInteger fired) {
    try {
      for (var n = 0; n < EVENTS; n++) {
        var process =
            new ProcessBuilder(helper.toString(), home.folder().toString(), "claude", "PostToolUse")
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
          in.write(
              "{\"session_id\":\"s%d\",\"hook_event_name\":\"Other\",\"n\":\"%d/%d\"}"
                  .formatted(agent, agent, n)
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor()).isZero();
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        fired.incrementAndGet();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Process recorder(Home home) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.clew.Main",
                "serve"));
    builder.environment().put("CLEW_HOME", home.folder().toString());
    builder.environment().put("HOME", home.folder().resolve("nobody").toString());
    builder.environment().put("CLEW_PORT", "0");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
    return builder.start();
  }

  /// How large the store's log is: whether anything has been stored yet.
  private static long stored(Home home) {
    return home.content().toFile().length();
  }

  /// How often each hook is in the store.
  private static Map<String, Integer> counted(Home home) throws Exception {
    var counts = new TreeMap<String, Integer>();
    var keys = Keys.open(home);
    try (var reader = ContentReader.open(home.content(), new Unsealer(keys.master()))) {
      var from = 0L;
      for (var entries = reader.entries(from, 1000); !entries.isEmpty(); ) {
        for (var entry : entries) {
          if (RecordKind.form(entry.record().kind()).equals(RecordKind.HOOK)) {
            var value = Json.value(reader.payload(entry).orElseThrow());
            counts.merge(value.path("payload").path("n").asString(), 1, Integer::sum);
          }
          from = entry.record().seq() + 1;
        }
        entries = reader.entries(from, 1000);
      }
    }
    return counts;
  }
}
