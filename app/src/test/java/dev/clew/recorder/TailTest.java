package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.capture.Agents;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.index.IndexReader;
import dev.clew.testing.Answers;
import dev.clew.testing.Cases;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A recorder that follows folders while agents write there.
class TailTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private static Recorder open(World world) {
    try {
      world.shareKey();
      var home = world.home().create();
      return Recorder.open(
          home,
          HomeLock.tryTake(home).orElseThrow(),
          Agents.of(dev.clew.capture.Agent.of(new ClaudeTranscripts())),
          new Recorder.Surroundings(
              InstantSource.system(),
              new SecureRandom(),
              Map.of(),
              world.home().folder().resolve("nobody"),
              1));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Recorder following(World world) {
    var recorder = open(world);
    try {
      recorder.follow(List.of(world.transcripts()));
      recorder.importPaths(
          Files.exists(world.transcripts()) ? List.of(world.transcripts()) : List.of(),
          Optional.empty(),
          ImportListener.none());
      return recorder;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void until(BooleanSupplier condition) {
    var deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private static void append(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String name, int prompts) {
    var lines = new ClaudeLines(name, session(name), Instant.parse("2026-03-02T10:00:00Z"));
    for (var i = 0; i < prompts; i++) {
      lines.prompt("prompt %d of %s".formatted(i, name));
    }
    return lines.lines();
  }

  private static String session(String name) {
    return "7a110000-0000-4000-8000-0000000000" + name;
  }

  @Test
  void a_line_is_taken_when_it_is_whole_and_never_before() throws Exception {
    var world = new World(folder);
    var line = (lines("01", 1).getFirst() + "\n").getBytes(StandardCharsets.UTF_8);
    var file = world.transcript("p/" + session("01") + ".jsonl");
    try (var recorder = following(world)) {
      var news = recorder.changes().follow();
      for (var i = 0; i < line.length - 2; i += 40) {
        append(file, Arrays.copyOfRange(line, i, Math.min(line.length - 2, i + 40)));
      }
      var other = world.transcript("p/" + session("02") + ".jsonl");
      append(other, (lines("02", 1).getFirst() + "\n").getBytes(StandardCharsets.UTF_8));
      assertThat(news.next(PATIENCE).sessions()).hasSize(1); // of the other: it was written later
      append(file, Arrays.copyOfRange(line, line.length - 2, line.length));
      assertThat(news.next(PATIENCE).sessions()).hasSize(1);
    }
    assertThat(world.clew("log", "--json").exit().code()).isZero();
    var sessions = world.clew("sessions", "--json").json();
    assertThat(sessions).hasSize(2).allMatch(each -> each.path("turns").asInt() == 1);
    assertThat(world.clew("status").out()).contains("0 of them with gaps");
  }

  @Test
  void changes_are_told_while_a_long_import_holds_the_others_up() throws Exception {
    var world = new World(folder);
    for (var i = 10; i < 20; i++) {
      var old = lines(Integer.toString(i), 50);
      world.write("old/" + session(Integer.toString(i)) + ".jsonl", old.toArray(String[]::new));
    }
    try (var recorder = open(world)) {
      recorder.follow(List.of(world.transcript("new")));
      var news = recorder.changes().follow();
      var seen = new ArrayList<String>();
      var listener =
          new ImportListener() {
            @Override
            public void done(FileResult result) {}

            @Override
            public void progress(Progress progress) {
              if (seen.isEmpty()) {
                world.write("new/" + session("01") + ".jsonl", lines("01", 1).getFirst());
                try {
                  seen.addAll(news.next(PATIENCE).sessions());
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
            }
          };
      recorder.importPaths(List.of(world.transcript("old")), Optional.empty(), listener);
      assertThat(seen).hasSize(1);
    }
    assertThat(world.clew("sessions", "--json").json()).hasSize(11);
  }

  @Test
  void a_file_of_four_gigabytes_costs_what_it_grows_by() throws Exception {
    var world = new World(folder);
    var lines = lines("01", 2);
    var file = world.write("p/" + session("01") + ".jsonl", lines.getFirst());
    new Rig(world).run(world.transcripts());
    var line = (lines.getFirst() + "\n").getBytes(StandardCharsets.UTF_8);
    var size = 4L << 30;
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size - 1);
      sparse.seek(size - 1);
      sparse.write('\n');
    }
    pretendRead(world, file, size, line.length);
    var began = System.nanoTime();
    try (var recorder = following(world)) {
      append(file, (lines.getLast() + "\n").getBytes(StandardCharsets.UTF_8));
      until(() -> turns(world) == 2);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
      assertThat(recorder.importing()).isEmpty();
    }
  }

  private static int turns(World world) {
    return world.clew("sessions", "--json").json().getFirst().path("turns").asInt();
  }

  /// Notes in the store that the file has been read to its end: making four gigabytes of lines
  /// would take longer than reading them.
  private static void pretendRead(World world, Path file, long size, int first) throws Exception {
    try (var store = new Rig(world).open()) {
      var known = store.file(file.toString());
      assertThat(known).isNotNull();
      assertThat(known.offset()).isEqualTo(first);
      var adapter = new ClaudeTranscripts();
      var plan =
          new FileIntake.Plan(
              file,
              Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class),
              new Preparer.Source(
                  adapter, adapter.streamName(file), adapter.sessionOf(file, List.of()), ""),
              0,
              null);
      store.append(List.of(), List.of(FileIntake.state(plan, size, 1, 0, 1)), _ -> List.of());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void what_cannot_be_read_is_told_until_it_goes_and_stops_nothing() throws Exception {
    var world = new World(folder);
    Files.createDirectories(world.transcripts());
    try (var recorder = following(world)) {
      var broken = world.transcript("broken.jsonl");
      Files.createSymbolicLink(broken, Path.of("/proc/self/mem")); // reading its start fails
      until(() -> problems(world).contains(broken.toString()));
      var good = (lines("01", 1).getFirst() + "\n").getBytes(StandardCharsets.UTF_8);
      append(world.transcript(session("01") + ".jsonl"), good);
      until(() -> world.clew("sessions", "--json").json().size() == 1);
      Files.delete(broken);
      until(() -> problems(world).equals("{}"));
      assertThat(recorder.isClosing()).isFalse();
    }
    assertThat(Following.find(world.home())).isEmpty();
  }

  private static String problems(World world) {
    try {
      return Following.find(world.home()).orElseThrow().problems().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatever_happens_to_files_while_they_are_followed_their_last_contents_are_recorded() {
    Cases.forAll(
        2,
        random -> {
          var live = new World(folder.resolve("live-" + Math.abs(random.nextLong())));
          var agents = new ArrayList<Agent>();
          for (var i = 1; i <= 3; i++) {
            agents.add(new Agent(live, "0" + i, 1 + random.nextInt(4)));
          }
          var recorder = following(live);
          try {
            while (agents.stream().anyMatch(agent -> !agent.isDone())) {
              if (random.nextInt(40) == 0) {
                recorder.close();
                recorder = following(live);
              }
              agents.get(random.nextInt(agents.size())).act(random);
            }
            var after = new World(folder.resolve("after-" + Math.abs(random.nextLong())));
            World.copy(live.transcripts(), after.transcripts());
            assertThat(after.clew("import", after.transcripts().toString()).exit().code()).isZero();
            var expected = Answers.of(after);
            var all = entries(after);
            until(() -> entries(live) == all);
            recorder.close();
            assertThat(Answers.difference(expected, Answers.of(live))).isEmpty();
            World.delete(after.home().folder());
            World.delete(live.home().folder());
          } catch (Exception e) {
            throw new AssertionError(e);
          } finally {
            close(recorder);
          }
        });
  }

  private static void close(Recorder recorder) {
    if (!recorder.isClosing()) {
      try {
        recorder.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private static int entries(World world) {
    try (var index = IndexReader.open(world.home().index())) {
      return (int) index.next();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Writes a transcript in pieces cut anywhere, and treats it badly on the way.
  private static final class Agent {
    private final World world;
    private final String name;
    private final byte[] all;
    private Path file;
    private int written;

    Agent(World world, String name, int prompts) {
      this.world = world;
      this.name = name;
      this.all = (String.join("\n", work(name, prompts)) + "\n").getBytes(StandardCharsets.UTF_8);
      this.file = place("p");
    }

    private static List<String> work(String name, int prompts) {
      var lines = new ClaudeLines(name, session(name), Instant.parse("2026-03-02T10:00:00Z"));
      for (var i = 0; i < prompts; i++) {
        lines
            .prompt("do %d, ünï 🧶".formatted(i))
            .bash(name + "m" + i, name + "t" + i, "echo " + i);
        lines.result(name + "t" + i, Integer.toString(i), i % 3 == 0);
      }
      return lines.lines();
    }

    private Path place(String folder) {
      return world.transcript(folder + "/" + session(name) + ".jsonl");
    }

    boolean isDone() {
      return written == all.length;
    }

    void act(RandomGenerator random) {
      try {
        switch (random.nextInt(10)) {
          case 0 -> cut(random);
          case 1 -> move(random);
          case 2 -> replace();
          default -> write(random);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write(RandomGenerator random) {
      var to = Math.min(all.length, written + 1 + random.nextInt(200));
      append(file, Arrays.copyOfRange(all, written, to));
      written = to;
    }

    private void cut(RandomGenerator random) throws IOException {
      if (written > 0 && !isDone()) {
        written = random.nextInt(written);
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
          open.setLength(written);
        }
      }
    }

    private void move(RandomGenerator random) throws IOException {
      if (written > 0) {
        var to = place("moved/%d/%d".formatted(random.nextInt(3), random.nextInt(3)));
        if (!to.equals(file)) {
          Files.createDirectories(to.getParent());
          Files.move(file, to, StandardCopyOption.REPLACE_EXISTING);
          file = to;
        }
      }
    }

    /// Writes a new file and puts it in the old one's place, as editors do.
    private void replace() throws IOException {
      if (written > 0) {
        var other = file.resolveSibling(name + ".tmp");
        Files.write(other, Arrays.copyOf(all, written));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
