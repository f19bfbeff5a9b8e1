package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.ContentReader;
import dev.clew.content.Database;
import dev.clew.content.Unsealer;
import dev.clew.testing.Cases;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Housekeeping that is killed at any moment: what must stay is there, the ledger verifies, and the
/// next run ends it.
class HousekeepingCrashTest {
  private static final String OLD = "5e551000-0000-4000-8000-000000000001";
  private static final String NEW = "5e551000-0000-4000-8000-000000000002";
  private static final String WORD = "marzipanrhubarb";
  private static final int RECORDS = 80;

  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private Map<String, String> staying = Map.of();
  private final AtomicInteger cases = new AtomicInteger();

  @BeforeEach
  void import_an_old_session_and_a_new_one() throws Exception {
    world = new World(folder.resolve("world"));
    write(OLD, lines("o", OLD, Duration.ofDays(300)));
    write(NEW, lines("n", NEW, Duration.ofHours(2)));
    world.importAll();
    world.clew("reindex");
    assertThat(world.clew("config", "retention", "100d").exit().code()).isZero();
    try (var connection = Database.writer(world.home().content());
        var add = connection.createStatement()) {
      add.executeUpdate(
          "INSERT INTO object SELECT 100000, randomblob(32), NULL, size, dictionary, key_salt, data"
              + " FROM object WHERE id = 1");
      connection.commit();
    }
    var stale = Files.createFile(world.home().spool().resolve(".01.hook.r"));
    Files.setLastModifiedTime(stale, FileTime.from(World.NOW.minus(Duration.ofHours(2))));
    staying = payloads(world, NEW);
    assertThat(staying).hasSize(RECORDS / 2);
  }

  private static ClaudeLines lines(String name, String session, Duration ago) {
    var lines = new ClaudeLines(name, session, World.NOW.minus(ago));
    var random = new SplittableRandom(name.hashCode());
    for (var i = 0; i < RECORDS / 4; i++) {
      var bytes = new byte[12_000];
      random.nextBytes(bytes);
      var text = Base64.getEncoder().encodeToString(bytes).replaceAll("(.{5})", "$1 ");
      lines
          .prompt("prompt %d of %s %s".formatted(i, name, name.equals("o") ? WORD : ""))
          .text(name + i, text, 30);
    }
    return lines;
  }

  private void write(String session, ClaudeLines lines) {
    world.write(session + ".jsonl", lines.lines().toArray(String[]::new));
  }

  /// The payloads of a session's records, by id.
  private static Map<String, String> payloads(World world, String session) throws Exception {
    var payloads = new TreeMap<String, String>();
    var home = world.home();
    try (var reader = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      for (var entry : reader.entries(0, Integer.MAX_VALUE)) {
        if (entry.record().session().agentSession().equals(session) && entry.sealed() != null) {
          payloads.put(
              entry.record().id().toString(),
              HexFormat.of().formatHex(reader.payload(entry).orElseThrow()));
        }
      }
    }
    return payloads;
  }

  /// Does the housekeeping of the world in the folder that is named, when it is told to, and says
  /// how many microseconds it took.
  public static final class Victim {
    private Victim() {}

    /// What [HousekeepingCrashTest] starts and kills.
    public static void main(String[] arguments) throws Exception {
      var world = new World(Path.of(arguments[0]));
      try (var store = new Rig(world).open()) {
        System.out.println("ready");
        System.in.read();
        var began = System.nanoTime();
        new Housekeeping(
                world.home(), store, Keys.open(world.home()), InstantSource.fixed(World.NOW))
            .run(false);
        System.out.println(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
      }
    }
  }

  /// Housekeeping in a process of its own.
  ///
  /// @param killedAfter microseconds
  /// @return how many it took; absent when it was killed before its end
  private static Optional<Long> housekeep(Path folder, Optional<Long> killedAfter) {
    try {
      var process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "--enable-native-access=ALL-UNNAMED",
                  Victim.class.getName(),
                  folder.toString())
              .redirectError(folder.resolve("err").toFile())
              .start();
      try (var said = process.inputReader();
          var tell = process.getOutputStream()) {
        assertThat(said.readLine()).as(Files.readString(folder.resolve("err"))).isEqualTo("ready");
        tell.write('\n');
        tell.flush();
        if (killedAfter.isPresent()) {
          process.waitFor(killedAfter.get(), TimeUnit.MICROSECONDS);
          process.toHandle().destroyForcibly(); // which leaves open what it has said
          process.waitFor();
        }
        return Optional.ofNullable(said.readLine()).map(Long::parseLong);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path copy() {
    var copy = folder.resolve("case" + cases.getAndIncrement());
    World.copy(folder.resolve("world"), copy);
    try (var all = Files.walk(copy.resolve("home"))) {
      for (var each : all.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }

  private static List<String> sessions(World world) {
    var sessions = new ArrayList<String>();
    for (var each : world.clew("sessions", "--json").json()) {
      sessions.add(each.path("agent_session").asString());
    }
    return sessions;
  }

  @Test
  void killed_at_any_moment_nothing_that_must_stay_is_lost_and_the_next_run_ends_it() {
    var whole = copy();
    var took = housekeep(whole, Optional.empty()).orElseThrow();
    isDone(new World(whole));
    Cases.forAll(6, random -> killed(random, took));
  }

  private void killed(RandomGenerator random, long took) {
    var place = copy();
    var crashed = new World(place);
    for (var kill = 0; kill < 1 + random.nextInt(2); kill++) {
      housekeep(place, Optional.of(random.nextLong(took)));
    }
    // What a reader finds once a writer has opened it again.
    try (var store = new Rig(crashed).open()) {
      assertThat(store.entries()).isBetween((long) RECORDS, RECORDS + 1L);
      stays(crashed);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertThat(new Rig(crashed).verify().firstBad()).isEqualTo(Optional.empty());
    assertThat(crashed.clew("gc").exit().code()).isZero();
    isDone(crashed);
  }

  private void stays(World crashed) {
    try {
      assertThat(payloads(crashed, NEW)).isEqualTo(staying);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void isDone(World done) {
    stays(done);
    assertThat(sessions(done)).containsExactly(NEW);
    new Leftovers(done).text(WORD).areNone();
    var verified = done.clew("verify", "--json");
    assertThat(verified.exit().code()).as(verified.out()).isZero();
    assertThat(verified.json().getFirst().path("entries").asInt()).isEqualTo(RECORDS + 1);
    assertThat(done.clew("fsck").out()).startsWith("ok");
    assertThat(done.home().spool().resolve(".01.hook.r")).doesNotExist();
    var again = done.clew("gc", "--json").json().getFirst();
    assertThat(again.path("expired_records").asInt()).isZero();
    assertThat(again.path("unreachable_objects").asInt()).isZero();
  }
}
