package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.index.IndexReader;
import dev.clew.recorder.Home;
import dev.clew.recorder.RunningRecorder;
import dev.clew.testing.NativeHook;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Two agents overwrite each other beside a running recorder: `clew tail` and `clew overlaps
/// --live` say so while they are at work.
class LiveOverlapsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FIRST = "one\ntwo\nthree\n";

  @TempDir Path folder;
  private Home home;
  private Path userHome;
  private Path project;
  private final List<Process> followers = new ArrayList<>();

  @BeforeEach
  void begin() throws Exception {
    var real = folder.toRealPath();
    home = new Home(real.resolve("store"));
    userHome = Files.createDirectory(real.resolve("user"));
    project = Files.createDirectories(userHome.resolve("project"));
    TestGit.run(project, "init", "-q", "-b", "main");
    Files.writeString(project.resolve("a.txt"), FIRST);
    assertThat(start("up", "--no-open").waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void end() throws Exception {
    followers.forEach(Process::destroyForcibly);
    var recorder = RunningRecorder.find(home).flatMap(each -> ProcessHandle.of(each.pid()));
    recorder.ifPresent(ProcessHandle::destroyForcibly);
    until(() -> recorder.isEmpty() || !recorder.get().isAlive());
  }

  private Process start(String... words) throws IOException {
    return builder(words)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private Path follow(String... words) throws IOException {
    var out = Files.createTempFile(folder, words[0], "");
    followers.add(builder(words).redirectErrorStream(true).redirectOutput(out.toFile()).start());
    return out;
  }

  private ProcessBuilder builder(String... words) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.clew.Main"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).directory(project.toFile());
    builder.environment().put("HOME", userHome.toString());
    builder.environment().put("CLEW_HOME", home.folder().toString());
    builder.environment().put("CLEW_PORT", "0");
    builder.environment().remove("CLAUDE_CONFIG_DIR");
    return builder;
  }

  /// What the commands have said so far.
  private String said() throws IOException {
    var said = new StringBuilder();
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        if (Files.isRegularFile(file)) {
          said.append(file.getFileName()).append(": ").append(Files.readString(file)).append('\n');
        }
      }
    }
    return said.toString();
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private void until(Condition condition) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time: %s", said()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private boolean isLookedAt() throws IOException {
    if (!Files.exists(home.index())) {
      return false;
    }
    try (var index = IndexReader.open(home.index())) {
      return !index.workspaces().roots().isEmpty();
    } catch (SQLException e) {
      return false; // it is being made
    }
  }

  private boolean isSeen(String path) throws IOException {
    try (var index = IndexReader.open(home.index())) {
      return index.workspaces().changesOf(project.toString(), 0).stream()
          .anyMatch(each -> each.what().path().equals(path));
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Test
  void a_lost_update_is_said_by_whoever_follows_and_once() throws Exception {
    var hook = List.of("/bin/sh", NativeHook.source("hook.sh").toString());
    var one = new ScriptedAgent(hook, home.folder(), project, "one").start();
    var two = new ScriptedAgent(hook, home.folder(), project, "two").start();
    until(this::isLookedAt);
    two.read("a.txt");
    one.read("a.txt");
    var tail = follow("tail");
    until(() -> Files.readString(tail).contains("Read")); // it follows
    var live = follow("overlaps", "--live", "--json", "--since", "2020-01-01");
    two.write("b.txt", "written\n");
    one.edit("b.txt", "written", "changed");
    until(() -> Files.readString(live).contains("b.txt")); // it follows, too

    one.edit("a.txt", "two", "TWO");
    until(() -> isSeen("a.txt")); // two writes at once may be one change
    two.write("a.txt", FIRST.replace("three", "drei"));

    until(() -> Files.readString(live).contains("lost_update"));
    until(() -> Files.readString(tail).contains("lost update"));
    two.edit("a.txt", "one", "eins");
    one.edit("b.txt", "changed", "done");
    until(() -> Files.readString(tail).lines().filter(line -> line.contains("Edit")).count() >= 4);
    var told =
        Files.readString(live)
            .lines()
            .map(line -> JsonMapper.shared().readTree(line))
            .filter(row -> row.path("kind").asString().equals("lost_update"))
            .toList();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().path("writes").get(0).path("lost").asInt()).isEqualTo(1);
    assertThat(Files.readString(tail).lines().filter(line -> line.contains("lost update")))
        .hasSize(1);
    new ProcessBuilder("kill", "-INT", Long.toString(followers.getLast().pid())).start().waitFor();
    assertThat(followers.getLast().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(followers.getLast().exitValue()).isZero();
  }
}
