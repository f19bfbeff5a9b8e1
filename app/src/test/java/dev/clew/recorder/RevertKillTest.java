package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
import dev.clew.recorder.RevertScene.Wanted;
import dev.clew.testing.Cases;
import dev.clew.testing.World;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `clew revert-commit` killed at random points, from the first file to the commit and after it:
/// each file is old or new, the index and HEAD are a whole commit's, and `--continue`, `--abort` or
/// the next order leave all done or nothing, and of a person's work all.
@EnabledOnOs(OS.LINUX)
class RevertKillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int POINTS = 26;

  /// Those after the files.
  private static final List<String> LATE =
      List.of("moved", "told", "files written", "index made", "committed", "followed", "staged");

  @TempDir private Path folder;
  private RevertRig reverts;
  private LiveRig rig;
  private final List<String> history = new ArrayList<>();
  private int cases;

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void begin() throws Exception {
    reverts = new RevertRig(folder);
    rig = reverts.live;
  }

  @AfterEach
  void end() throws Exception {
    reverts.close();
  }

  /// Kills whoever has called Git, once, where it is armed.
  private void hook(String name) throws IOException {
    var hook = rig.root.resolve(".git/hooks").resolve(name);
    Files.createDirectories(hook.getParent());
    Files.writeString(
        hook,
        """
        #!/bin/sh
        if rm '%s' 2>/dev/null; then kill -9 "$(cut -d ' ' -f 4 /proc/$PPID/stat)"; fi
        exit 0
        """
            .formatted(armed(name)));
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path armed(String name) {
    return folder.resolve("armed " + name);
  }

  private boolean isArmed() throws IOException {
    try (var armed = Files.newDirectoryStream(folder, "armed *")) {
      return armed.iterator().hasNext();
    }
  }

  @Test
  void killed_between_files_staging_and_commit_it_is_ended_by_whoever_comes_next() {
    Cases.forAll(
        12,
        random ->
            play(
                random,
                any(random),
                (session, stageOnly) -> inProcess(random, session, stageOnly)));
  }

  @Test
  void a_process_killed_by_the_system_leaves_it_to_be_ended_as_well() {
    Cases.forAll(
        2,
        random ->
            play(
                random,
                any(random),
                (session, stageOnly) -> inChild(random, session, stageOnly, random.nextBoolean())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"post-index-change", "pre-commit", "reference-transaction", "post-commit"})
  void a_process_killed_while_git_commits_and_goes_on_leaves_it_to_be_ended_as_well(String hook)
      throws IOException {
    hook(hook);
    Cases.forAll(
        1,
        random ->
            play(
                random,
                new Wanted(false, false),
                (session, stageOnly) -> {
                  Files.createFile(armed(hook));
                  inChild(random, session, stageOnly, false);
                  assertThat(armed(hook)).as("it was killed").doesNotExist();
                }));
  }

  private static Wanted any(RandomGenerator random) {
    return new Wanted(random.nextInt(4) == 0, random.nextInt(4) == 0);
  }

  /// Takes a session's commit back, and is killed at it, or not.
  private interface Way {
    void make(String session, boolean stageOnly) throws Exception;
  }

  private void play(RandomGenerator random, Wanted wanted, Way way) {
    history.clear();
    try {
      cases++;
      history.add(wanted.toString());
      var scene = RevertScene.in(reverts, "case" + cases, wanted);
      way.make(scene.session(), wanted.stageOnly());
      awaitGit();
      history.add(scene.isUncommitted() ? "not committed" : "committed");
      scene.isOldOrNew();
      if (random.nextInt(4) == 0) {
        history.add("another recorder");
        rig.down();
        rig.up();
      }
      switch (random.nextInt(3)) {
        case 0 -> goesOn(scene);
        case 1 -> goesBack(scene);
        default -> again(scene);
      }
      nothingIsLeft();
      rig.commit("the rest");
    } catch (Exception | AssertionError e) {
      throw new AssertionError(String.join(", ", history), e);
    }
  }

  private void goesOn(RevertScene scene) {
    var ran = ran("--continue");
    if (ran.err().contains("conflict markers in")) {
      assertThat(scene.wanted().inConflict()).isTrue();
      scene.resolve();
      ran = ran("--continue");
    }
    if (ran.exit().equals(Exit.USAGE)) {
      assertThat(ran.err()).contains("no move has left");
      scene.isDoneOrUndone();
    } else {
      assertThat(ran.exit()).as(ran.err()).isEqualTo(Exit.YES);
      scene.isDone();
    }
  }

  private void goesBack(RevertScene scene) {
    var ran = ran("--abort", "--yes");
    if (ran.exit().equals(Exit.USAGE)) {
      assertThat(ran.err()).contains("no move has left");
      scene.isDoneOrUndone();
    } else if (ran.exit().equals(Exit.NO)) {
      assertThat(ran.err()).contains("HEAD has these files as they are");
      scene.isDone();
    } else {
      scene.isUndone();
    }
  }

  private void again(RevertScene scene) {
    var words = new ArrayList<>(List.of(scene.session(), "--yes"));
    if (scene.wanted().stageOnly()) {
      words.add("--no-commit");
    }
    var ran = ran(words.toArray(String[]::new));
    if (ran.err().contains("still to be committed") || ran.out().contains("conflict markers")) {
      goesOn(scene);
    } else if (!ran.exit().equals(Exit.YES)) {
      assertThat(ran.err()).containsPattern("nothing is left of|changed and not committed");
      scene.isDone();
    } else {
      scene.isDone();
    }
  }

  private World.Ran ran(String... words) {
    var ran = reverts.run(words);
    history.add(String.join(" ", words) + ": " + ran.exit().code() + " " + ran.err().strip());
    return ran;
  }

  private void nothingIsLeft() throws IOException {
    assertThat(Conflicts.of(rig.home(), rig.root)).isEmpty();
    assertThat(rig.root.resolve(".git/index.lock")).doesNotExist();
    try (var files = Files.list(rig.home().folder().resolve("moves"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .isSubsetOf("lock", "conflicts.json");
    }
  }

  /// Waits until no Git is at work in the repository: it goes on where its caller was killed.
  private void awaitGit() throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (isAtWork()) {
      assertThat(System.nanoTime()).as("Git ends").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private boolean isAtWork() throws IOException {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var process : processes) {
        try {
          if (Files.readSymbolicLink(process.resolve("cwd")).startsWith(rig.root)) {
            return true;
          }
        } catch (IOException e) {
          // it has ended, or is somebody else's
        }
      }
      return false;
    }
  }

  /// In this process: what its end would leave undone is left undone, and nothing else.
  private void inProcess(RandomGenerator random, String session, boolean stageOnly)
      throws Exception {
    var late = random.nextBoolean() ? LATE.get(random.nextInt(LATE.size())) : "";
    var left = new int[] {random.nextInt(POINTS)};
    var dead = new boolean[1];
    var door = MoveMaker.running(rig.home());
    MoveDoor untilDeath =
        frame -> {
          if (dead[0]) {
            throw new Killed();
          }
          door.take(frame);
        };
    try {
      var end =
          new RevertMaker(rig.home(), rig.root, rig.userHome(), untilDeath)
              .make(
                  session,
                  stageOnly,
                  point -> {
                    if (dead[0]) {
                      throw new Killed();
                    }
                    if (late.isEmpty() ? left[0]-- == 0 : point.equals(late)) {
                      dead[0] = true;
                      history.add("killed at " + point);
                      throw new Killed();
                    }
                  });
      history.add(end.toString());
    } catch (Killed e) {
      return;
    }
  }

  /// In a process of its own: it ends itself at a point, or is killed some time after it has begun,
  /// or by a hook of Git, which goes on.
  private void inChild(RandomGenerator random, String session, boolean stageOnly, boolean byTime)
      throws Exception {
    var point = byTime || isArmed() ? Integer.MAX_VALUE : random.nextInt(POINTS);
    var process = child(session, stageOnly, point);
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(in.readLine()).isEqualTo("plan");
      if (byTime) {
        process.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
        process.destroyForcibly();
      }
      history.add("said " + said(in));
    } finally {
      process.destroyForcibly().waitFor();
      awaitGit();
    }
  }

  /// What a process says next; empty where it has ended.
  private static String said(BufferedReader in) {
    try {
      return Objects.requireNonNullElse(in.readLine(), "");
    } catch (IOException e) {
      return "";
    }
  }

  private Process child(String session, boolean stageOnly, int point) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            RevertMaker.class.getName(),
            rig.home().folder().toString(),
            rig.root.toString(),
            rig.userHome().toString(),
            session,
            Boolean.toString(stageOnly),
            Integer.toString(point))
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()))
        .start();
  }
}
