package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clew.cli.Exit;
import dev.clew.content.ContentReader;
import dev.clew.content.Unsealer;
import dev.clew.event.Event;
import dev.clew.event.OriginClass;
import dev.clew.event.WorkspaceChange;
import dev.clew.testing.Cases;
import dev.clew.testing.NativeHook;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import dev.clew.workspace.Contents;
import dev.clew.workspace.Kind;
import dev.clew.workspace.ObjectSource;
import dev.clew.workspace.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recorder that is killed while it looks at a workspace, collects garbage and keeps what it
/// knows of files: what it wrote stays whole, and the next one goes on from there.
class LookKillTest {
  private static final int KILLS = Cases.soaking() ? 20 : 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private Home home;
  private Path userHome;
  private Path root;
  private World world;

  @Test
  void what_a_killed_recorder_saw_stays_whole_and_the_next_one_goes_on() throws Exception {
    var helper = NativeHook.compile(folder);
    assumeTrue(helper.isPresent(), "no C compiler");
    var real = folder.toRealPath();
    world = new World(real);
    home = world.home().create();
    userHome = Files.createDirectories(real.resolve("user"));
    root = Files.createDirectories(userHome.resolve("project"));
    var random = new SplittableRandom(Long.getLong("seed", 11));
    for (var i = 0; i < 300; i++) {
      var file = root.resolve("d" + i % 10 + "/f" + i + ".txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "line %d\n".formatted(i).repeat(1 + i % 40));
    }
    TestGit.run(root, "init", "-q", "-b", "main");
    TestGit.run(root, "add", "-A");
    TestGit.run(root, "commit", "-q", "-m", "begin");
    var agent = new ScriptedAgent(List.of(helper.get().toString()), home.folder(), root, "session");
    agent.start();
    var working = new AtomicBoolean(true);
    var work = Thread.ofVirtual().start(() -> work(agent, working));
    var collecting = Thread.ofPlatform().unstarted(() -> {});
    for (var kill = 1; kill <= KILLS; kill++) {
      var process = recorder();
      try {
        var size = size();
        var gone = random.nextInt(1, 600);
        // Some time after it has begun to write: in the first look, in a step's, in a collection.
        while (size() == size) {
          assertThat(process.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
          process.waitFor(2, TimeUnit.MILLISECONDS);
        }
        if (kill % 2 == 0) {
          collecting = Thread.ofPlatform().start(() -> world.clew("gc"));
        }
        process.waitFor(gone, TimeUnit.MILLISECONDS);
      } finally {
        process.destroyForcibly().waitFor();
      }
      collecting.join(); // it may have taken the place of the one that is gone
    }
    working.set(false);
    work.join();
    var last = recorder();
    try {
      agent.stop();
      awaitTurnEnd(last);
      last.destroy();
      assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      last.destroyForcibly();
    }
    assertThat(world.clew("gc").exit()).isEqualTo(Exit.YES);
    assertThat(world.clew("verify", "--json").json().getFirst().path("ok").asBoolean()).isTrue();
    assertThat(world.clew("fsck").exit()).isEqualTo(Exit.YES);
    check();
  }

  /// Edits and runs commands until it is told not to.
  private void work(ScriptedAgent agent, AtomicBoolean working) {
    var random = new SplittableRandom(5);
    while (working.get()) {
      var path = path(random);
      try {
        if (random.nextBoolean()) {
          var text = Files.readString(root.resolve(path));
          agent.write(path, text + "more %d\n".formatted(random.nextInt(1000)));
        } else {
          agent.bash("echo %d >> %s".formatted(random.nextInt(1000), path));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String path(RandomGenerator random) {
    var number = random.nextInt(300);
    return "d" + number % 10 + "/f" + number + ".txt";
  }

  private void awaitTurnEnd(Process process) throws Exception {
    var deadline = Instant.now().plus(PATIENCE);
    while (events().stream()
        .noneMatch(each ->
            each instanceof Event.SnapshotTaken taken
                && taken.state().moment().equals("turn_end"))) {
      assertThat(Instant.now()).as("the turn's end is recorded").isBefore(deadline);
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  /// Every snapshot can be read, the last is the disk, and each file's changes follow one another.
  private void check() throws Exception {
    var keys = Keys.open(home);
    var snapshots = new ArrayList<String>();
    var tips = new TreeMap<String, WorkspaceChange>();
    for (var event : events()) {
      if (event instanceof Event.SnapshotTaken taken) {
        snapshots.add(taken.state().tree());
      } else if (event instanceof Event.FileChanged changed) {
        var change = changed.change();
        var before = tips.put(change.path(), change);
        assertThat(change.origin()).as(change.toString()).isNotEqualTo(OriginClass.HUMAN);
        if (before != null && before.after() != null && change.before() != null) {
          assertThat(change.before().sha256())
              .as("%s follows %s", change, before)
              .isEqualTo(before.after().sha256());
        }
      }
    }
    try (var reader = ContentReader.open(home.content(), new Unsealer(keys.master()))) {
      ObjectSource source =
          sha256 -> {
            try {
              return reader.object(HexFormat.of().parseHex(sha256));
            } catch (Exception e) {
              throw new IOException(e);
            }
          };
      for (var tree : snapshots) {
        whole(tree, source, tree.equals(snapshots.getLast()));
      }
    }
  }

  private void whole(String tree, ObjectSource source, boolean isLast) throws IOException {
    var contents = new Contents(source);
    new Trees(source)
        .walk(
            tree,
            (path, entry) -> {
              try {
                if (entry.kind() == Kind.FILE) {
                  var kept = contents.of(entry);
                  assertThat(kept).as(path).isPresent();
                  if (isLast) {
                    assertThat(kept.get()).isEqualTo(Files.readAllBytes(root.resolve(path)));
                  }
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private List<Event> events() throws Exception {
    var events = new ArrayList<Event>();
    if (!Files.exists(home.content())) {
      return events;
    }
    var interpreter = new Interpreter(LiveRig.AGENTS);
    try (var reader = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      for (var entry : reader.entries(0, Integer.MAX_VALUE)) {
        events.addAll(interpreter.events(reader, entry));
      }
    }
    return events;
  }

  private long size() {
    var log = home.folder().resolve("content.db-wal").toFile();
    return home.content().toFile().length() + log.length();
  }

  private Process recorder() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Duser.home=" + userHome,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.clew.Main",
            "serve");
    builder.environment().put("CLEW_HOME", home.folder().toString());
    builder.environment().put("HOME", userHome.toString());
    builder.environment().put("CLEW_PORT", "0");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    return builder.start();
  }
}
