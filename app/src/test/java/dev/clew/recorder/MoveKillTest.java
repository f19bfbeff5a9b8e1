package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
import dev.clew.event.Event;
import dev.clew.event.FileVersion;
import dev.clew.testing.Cases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Each case of moves, killed at random points, again and again, in the move, in the redo that
/// takes it back and in the abort: right after the kill each path is as it was or as it is to be;
/// when whoever comes next has ended the move, all are the one or all the other, nothing of a
/// person's is lost, and the move can be taken back.
@EnabledOnOs(OS.LINUX)
class MoveKillTest {
  private static final int KILLS_PER_CASE = Cases.soaking() ? 5 : 2;

  /// So many of the last facts are told of a case that failed.
  private static final int TOLD = 60;

  @TempDir private Path folder;
  private MoveRig rig;
  private final List<String> history = new ArrayList<>();
  private final AtomicInteger cases = new AtomicInteger();
  private final AtomicInteger kills = new AtomicInteger();

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void begin() throws Exception {
    fresh();
  }

  @AfterEach
  void end() throws Exception {
    close();
    if (Cases.soaking()) {
      System.out.printf("%d cases of moves, killed %d times%n", cases.get(), kills.get());
    }
  }

  /// A client that was killed may have sent half a hook.
  private void close() throws IOException, SQLException {
    rig.live.down();
    assertThat(rig.live.log().lines())
        .allMatch(line -> line.startsWith("a hook was not taken from the socket: it ends"));
  }

  private void fresh() throws Exception {
    rig = new MoveRig(Files.createDirectory(folder.resolve("world" + cases.get())));
    rig.live.save(".gitignore", "out/\n").commit("begin").up();
  }

  /// Makes a move that is killed, or not: whether it came to its end.
  private interface Attempt {
    boolean at(String verb, Map<String, String> values) throws Exception;
  }

  /// Has a move that was broken off ended by whoever comes next.
  private interface Next {
    void ends() throws Exception;
  }

  @Test
  void a_command_killed_beside_a_running_recorder_leaves_old_or_new_and_is_ended_by_the_next() {
    for (var scene : MoveScene.values()) {
      Cases.forAll(1, random -> play(random, scene, this::inProcess));
    }
  }

  @Test
  void a_process_killed_by_the_system_leaves_old_or_new_and_is_ended_by_the_next() {
    Cases.forAll(
        1,
        random -> {
          var scenes = MoveScene.values();
          play(random, scenes[random.nextInt(scenes.length)], this::inChild);
        });
  }

  /// How moves are made: one that is killed and one that is not.
  private interface Way {
    Attempt attempt(RandomGenerator random, int points, Consumer<String> meanwhile);
  }

  private void play(RandomGenerator random, MoveScene scene, Way way) {
    try {
      if (cases.incrementAndGet() % 40 == 0) {
        close();
        fresh();
      }
      history.clear();
      var order = scene.play(SceneStage.in(rig, scene.name() + cases.get()));
      var git = rig.git();
      var disturbed = random.nextInt(4) == 0;
      if (disturbed) {
        disturbed(random, order, way);
      } else {
        undisturbed(random, order, way);
      }
      assertThat(rig.git()).as("Git's folder").isEqualTo(git);
      nothingIsLeft();
    } catch (Exception | AssertionError e) {
      throw failed(e);
    }
  }

  /// What happened and what was recorded of it.
  private AssertionError failed(Throwable e) {
    var told =
        rig.live.events().stream().map(MoveKillTest::line).flatMap(Optional::stream).toList();
    var last = told.subList(Math.max(0, told.size() - TOLD), told.size());
    return new AssertionError(history + "\n" + String.join("\n", last) + "\n" + said(), e);
  }

  /// What the processes said that made moves.
  private String said() {
    try {
      return Files.readString(folder.resolve("said"));
    } catch (IOException _) {
      return "";
    }
  }

  private static Optional<String> line(Event event) {
    var text =
        switch (event) {
          case Event.FileChanged seen ->
              "%s %s: %s to %s by %s"
                  .formatted(
                      seen.change().path(),
                      seen.change().evidence(),
                      content(seen.change().before()),
                      content(seen.change().after()),
                      seen.step() == null ? "nobody" : seen.step().hex());
          case Event.SnapshotTaken seen -> seen.state().moment() + " " + seen.state().tree();
          case Event.CaptureMissed missed -> "missed: " + missed.reason();
          default -> null;
        };
    var header = event.header();
    return Optional.ofNullable(text)
        .map(said -> "%s %s %s".formatted(header.at(), header.session().agentSession(), said));
  }

  private static String content(@Nullable FileVersion version) {
    return version == null ? "nothing" : version.sha256().substring(0, 8);
  }

  private void undisturbed(RandomGenerator random, SceneOrder order, Way way) throws Exception {
    var verb = order.verb();
    var values = order.values();
    var from = order.before();
    var to = order.after();
    var isAbort = false;
    for (var kill = 0; kill < KILLS_PER_CASE; kill++) {
      var done = way.attempt(random, points(order), _ -> {}).at(verb, values);
      history.add(verb + (done ? ", done" : ""));
      eachIs(rig.files(), from, to);
      endsIt(random).ends();
      var now = rig.files();
      var isNew = now.equals(to);
      if (done || !isNew) {
        same(now, done ? to : from, history.toString());
      }
      var open = Conflicts.of(rig.live.home(), rig.root);
      if (!isAbort || done || !isNew) { // else it was killed before it settled them, or after
        assertThat(open.isPresent())
            .as("conflicts that wait, after %s, new: %s", history, isNew)
            .isEqualTo(order.marked() > 0 && isNew != isAbort);
      }
      if (isNew && !Cases.soaking()) {
        Conflicts.settle(rig.live.home(), rig.root);
        return;
      }
      if (isNew) {
        if (order.marked() > 0 && !isAbort) {
          assertThat(rig.run("undo", "--continue").exit()).isEqualTo(Exit.NO);
          verb = "undo";
          values = Map.of("what", open.orElseThrow().step(), "abort", "true");
          isAbort = true;
        } else if (order.marked() > 0) {
          rig.run("undo", "--abort", "--yes");
          assertThat(Conflicts.of(rig.live.home(), rig.root)).isEmpty();
          return;
        } else {
          verb = "redo";
          values = order.values().containsKey("files") ? Map.of("files", "true") : Map.of();
        }
        var turned = from;
        from = to;
        to = turned;
      }
    }
    if (isAbort) {
      assertThat(rig.run("undo", "--abort", "--yes").exit()).isEqualTo(Exit.YES);
      assertThat(Conflicts.of(rig.live.home(), rig.root)).isEmpty();
      assertThat(rig.files()).isEqualTo(order.before());
    }
  }

  /// About how many points a move goes through.
  private static int points(SceneOrder order) {
    var paths = new TreeSet<>(order.before().keySet());
    paths.addAll(order.after().keySet());
    paths.removeIf(path -> Objects.equals(order.before().get(path), order.after().get(path)));
    return 14 + 3 * paths.size();
  }

  /// A person saves files while the move is made.
  private void disturbed(RandomGenerator random, SceneOrder order, Way way) throws Exception {
    var saved = new HashMap<String, String>();
    var kept = new boolean[1];
    var done =
        way.attempt(
                random,
                points(order),
                point -> {
                  // What is saved before the look has the move refused, after long.
                  kept[0] |= point.equals("kept") || point.isEmpty();
                  if (kept[0] && random.nextInt(5) == 0) {
                    save(random, order.folder(), saved);
                  }
                })
            .at(order.verb(), order.values());
    endsIt(random).ends();
    var now = rig.files();
    for (var each : saved.entrySet()) {
      assertThat(now).as("what a person saved").containsEntry(each.getKey(), each.getValue());
    }
    var from = new TreeMap<>(order.before());
    var to = new TreeMap<>(order.after());
    from.keySet().removeAll(saved.keySet());
    to.keySet().removeAll(saved.keySet());
    now.keySet().removeAll(saved.keySet());
    eachIs(now, from, to);
    if (done && saved.isEmpty()) {
      assertThat(now).isEqualTo(to);
    }
    Conflicts.settle(rig.live.home(), rig.root);
  }

  /// Saves as most editors do: a new file, renamed. Each file once.
  private void save(RandomGenerator random, String below, Map<String, String> saved) {
    var files =
        rig.files().entrySet().stream()
            .filter(each ->
                each.getKey().startsWith(below)
                    && each.getValue().startsWith("f:")
                    && !saved.containsKey(each.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    if (files.isEmpty()) {
      return;
    }
    var path = files.get(random.nextInt(files.size()));
    try {
      var text = "saved meanwhile " + random.nextInt(1000);
      var fresh = Files.writeString(rig.root.resolve("out~"), text);
      Files.move(fresh, rig.root.resolve(path), StandardCopyOption.REPLACE_EXISTING);
      saved.put(path, "f:" + text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Each path is as it was or as it is to be. Where a folder makes way for a file or comes back,
  /// there may be neither for a moment.
  private static void eachIs(
      Map<String, String> now, Map<String, String> from, Map<String, String> to) {
    var all = new TreeMap<>(now);
    from.keySet().forEach(path -> all.putIfAbsent(path, ""));
    to.keySet().forEach(path -> all.putIfAbsent(path, ""));
    all.keySet().removeIf(path -> path.startsWith(".clew-move-"));
    for (var path : all.keySet()) {
      var there = now.getOrDefault(path, "");
      var allowed =
          new ArrayList<>(List.of(from.getOrDefault(path, ""), to.getOrDefault(path, "")));
      if (allowed.contains("d") || isFolder(path, from) || isFolder(path, to)) {
        allowed.addAll(List.of("d", ""));
      }
      assertThat(allowed).as(path).contains(there);
    }
  }

  private static void same(Map<String, String> now, Map<String, String> wanted, String when) {
    var differing = new TreeMap<String, String>();
    var all = new TreeSet<>(now.keySet());
    all.addAll(wanted.keySet());
    for (var path : all) {
      if (!Objects.equals(now.get(path), wanted.get(path))) {
        differing.put(path, "%s instead of %s".formatted(now.get(path), wanted.get(path)));
      }
    }
    assertThat(differing).as(when).isEmpty();
  }

  private static boolean isFolder(String path, Map<String, String> files) {
    return files.keySet().stream().anyMatch(each -> each.startsWith(path + "/"));
  }

  private void nothingIsLeft() throws IOException {
    assertThat(rig.files().keySet()).noneMatch(path -> path.startsWith(".clew-move-"));
    try (var files = Files.list(rig.live.home().folder().resolve("moves"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .isSubsetOf("lock", "conflicts.json");
    }
  }

  /// The next command, or the next recorder as it starts.
  private Next endsIt(RandomGenerator random) {
    if (random.nextInt(4) > 0) {
      return () -> maker().resume();
    }
    return () -> {
      history.add("another recorder");
      rig.live.down();
      rig.live.up();
      maker().resume();
    };
  }

  private MoveMaker maker() {
    return maker(MoveMaker.running(rig.live.home()));
  }

  private MoveMaker maker(MoveDoor door) {
    return new MoveMaker(rig.live.home(), rig.root, rig.userHome(), door);
  }

  /// In this process: what its end would leave undone is left undone, and nothing else.
  private Attempt inProcess(RandomGenerator random, int points, Consumer<String> meanwhile) {
    return (verb, values) -> {
      var left = new int[] {random.nextInt(points)};
      var dead = new boolean[1];
      var door = MoveMaker.running(rig.live.home());
      MoveDoor untilDeath =
          frame -> {
            if (dead[0]) {
              throw new Killed();
            }
            door.take(frame);
          };
      try {
        maker(untilDeath)
            .make(
                verb,
                values,
                point -> {
                  if (dead[0]) {
                    throw new Killed();
                  }
                  meanwhile.accept(point);
                  if (left[0]-- == 0) {
                    dead[0] = true;
                    history.add("killed at " + point);
                    throw new Killed();
                  }
                });
        return true;
      } catch (Killed e) {
        kills.incrementAndGet();
        return false;
      }
    };
  }

  /// In a process of its own, beside the recorder or as the recorder: it ends itself at a point, or
  /// is killed some time after it has begun.
  private Attempt inChild(RandomGenerator random, int points, Consumer<String> meanwhile) {
    return (verb, values) -> {
      var own = random.nextInt(3) == 0;
      var byTime = random.nextInt(3) == 0;
      if (own) {
        rig.live.down();
      }
      var process = child(own);
      try (var out = process.getOutputStream();
          var in =
              new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(in.readLine()).isEqualTo("ready");
        var point = byTime ? Integer.MAX_VALUE : random.nextInt(points);
        out.write(MoveMaker.line(verb, values, point).getBytes(StandardCharsets.UTF_8));
        out.flush();
        assertThat(in.readLine()).isEqualTo("plan");
        if (byTime) {
          process.waitFor(random.nextInt(200), TimeUnit.MILLISECONDS);
          process.destroyForcibly();
        }
        meanwhile.accept("");
        var said = said(in);
        if (said.isEmpty()) {
          kills.incrementAndGet();
        }
        return said.equals("done");
      } finally {
        process.destroyForcibly().waitFor();
        if (own) {
          rig.live.up();
        }
      }
    };
  }

  /// What a process says next; empty where it has ended.
  private static String said(BufferedReader in) {
    try {
      return Objects.requireNonNullElse(in.readLine(), "");
    } catch (IOException e) {
      return "";
    }
  }

  private Process child(boolean own) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            MoveMaker.class.getName(),
            rig.live.home().folder().toString(),
            rig.root.toString(),
            rig.userHome().toString(),
            own ? "own" : "running")
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()))
        .start();
  }
}
