package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.recorder.Looks;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// States of a real repository, written into other folders.
class CheckoutCommandTest {
  private static final String ID = "5e551000-0000-4000-8000-00000000000d";
  private static final SessionKey SESSION = SessionKey.main("claude", ID);
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final SpanId STEP = SpanId.ofToolCall(SESSION, "toolu_one");

  @TempDir private Path folder;
  private World world;
  private Path repository;
  private String before;

  @BeforeEach
  void history() throws IOException, InterruptedException {
    var real = folder.toRealPath();
    world = new World(real);
    repository = Files.createDirectories(real.resolve("work"));
    git("init", "-q", "-b", "main");
    write("a.txt", "committed\n");
    write("run.sh", "#!/bin/sh\n");
    assertThat(repository.resolve("run.sh").toFile().setExecutable(true)).isTrue();
    git("add", "-A");
    git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "first");
    world.write(
        ID + ".jsonl",
        new ClaudeLines("w", ID, START)
            .prompt("change it")
            .bash("m1", "toolu_one", "sed")
            .result("toolu_one", "", false)
            .lines()
            .toArray(String[]::new));
    world.importAll();
    var looks = new Looks(world, repository.toString(), SESSION);
    write("a.txt", "a person's\n");
    write(".env", "TOKEN=1\n");
    Files.createDirectories(repository.resolve("empty"));
    Files.createSymbolicLink(repository.resolve("link"), Path.of("a.txt"));
    before = looks.real(START.plusSeconds(2), STEP, "before");
    write("a.txt", "the agent's\n");
    Files.delete(repository.resolve("run.sh"));
    looks.real(START.plusSeconds(3), STEP, "after");
    looks.store();
    write("a.txt", "what is there now\n");
  }

  private void write(String path, String text) throws IOException {
    Files.writeString(repository.resolve(path), text, StandardCharsets.UTF_8);
  }

  private void git(String... words) throws IOException, InterruptedException {
    var command =
        Stream.concat(
                Stream.of("git", "-C", repository.toString(), "-c", "core.autocrlf=false"),
                Arrays.stream(words))
            .toList();
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("HOME", folder.toString());
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private World.Ran checkout(String state, Path into, String... more) {
    var words =
        Stream.concat(
            Stream.of("checkout", state, into.toString(), "-C", repository.toString()),
            Arrays.stream(more));
    return world.clew(words.toArray(String[]::new));
  }

  private static List<String> names(Path root) throws IOException {
    try (var walk = Files.walk(root)) {
      return walk.map(path -> root.relativize(path).toString())
          .filter(name -> !name.isEmpty())
          .sorted()
          .toList();
    }
  }

  @Test
  void every_state_that_has_a_name_is_written() throws IOException {
    for (var state : List.of(before, before.substring(0, 12), STEP.hex() + "^", "last^")) {
      var into = folder.resolve("before-" + state.length() + state.charAt(0));
      var ran = checkout(state, into, "--json");
      assertThat(ran.exit().code()).as(ran.err()).isZero();
      assertThat(names(into)).containsExactly("a.txt", "empty", "link", "run.sh");
      assertThat(into.resolve("a.txt")).hasContent("a person's\n");
      assertThat(Files.readSymbolicLink(into.resolve("link"))).hasToString("a.txt");
      assertThat(Files.isExecutable(into.resolve("run.sh"))).isTrue();
      assertThat(ran.json().getFirst().path("path").asString()).isEqualTo(".env");
      assertThat(ran.json().getFirst().path("reason").asString()).contains("sensitive");
      assertThat(ran.json().getLast().path("snapshot").asString()).isEqualTo(before);
      assertThat(ran.json().getLast().path("files").asInt()).isEqualTo(3);
      assertThat(ran.json().getLast().path("left").asInt()).isEqualTo(1);
    }
    var after = folder.resolve("after");
    assertThat(checkout(STEP.hex(), after).exit().code()).isZero();
    assertThat(names(after)).containsExactly("a.txt", "empty", "link");
    assertThat(after.resolve("a.txt")).hasContent("the agent's\n");
    var commit = folder.resolve("commit");
    var ran = checkout("HEAD", commit, "--json");
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    assertThat(names(commit)).containsExactly("a.txt", "run.sh");
    assertThat(commit.resolve("a.txt")).hasContent("committed\n");
    assertThat(Files.isExecutable(commit.resolve("run.sh"))).isTrue();
    assertThat(ran.json().getLast().path("commit").asString()).hasSize(40);
    assertThat(repository.resolve("a.txt")).hasContent("what is there now\n");
  }

  @Test
  void no_file_is_written_over() {
    var ran = checkout(before, repository);
    assertThat(ran.exit().code()).isEqualTo(2);
    assertThat(ran.err()).contains("is not empty");
    assertThat(repository.resolve("a.txt")).hasContent("what is there now\n");
    assertThat(checkout(before, repository.resolve(".git/new")).exit().code()).isEqualTo(2);
    assertThat(checkout(before, world.home().folder().resolve("new")).exit().code()).isEqualTo(2);
    assertThat(checkout("nothing-like-it", folder.resolve("new")).exit().code()).isEqualTo(1);
    assertThat(folder.resolve("new")).doesNotExist();
  }
}
