package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.recorder.Looks;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A session of forty steps, the twenty-third of which breaks something.
class BisectCommandTest {
  private static final String ID = "5e551000-0000-4000-8000-00000000000e";
  private static final SessionKey SESSION = SessionKey.main("claude", ID);
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final int STEPS = 40;
  private static final int BREAKS = 23;

  @TempDir private Path folder;
  private World world;
  private Path work;
  private final List<String> snapshots = new ArrayList<>();

  private static SpanId step(int number) {
    return SpanId.ofToolCall(SESSION, "toolu_" + number);
  }

  @BeforeEach
  void history() throws IOException {
    var real = folder.toRealPath();
    world = new World(real);
    work = Files.createDirectories(real.resolve("work"));
    var lines = new ClaudeLines("w", ID, START);
    lines.prompt("make the numbers larger");
    for (var i = 1; i <= STEPS; i++) {
      lines.bash("m" + i, "toolu_" + i, "sed").result("toolu_" + i, "", false);
    }
    world.write(ID + ".jsonl", lines.lines().toArray(String[]::new));
    world.importAll();
    var looks = new Looks(world, work.toString(), SESSION);
    Files.writeString(work.resolve("number"), "0");
    Files.writeString(work.resolve("same"), "same");
    snapshots.add(looks.real(START.plusSeconds(1), step(1), "before"));
    for (var i = 1; i <= STEPS; i++) {
      Files.writeString(work.resolve("number"), String.valueOf(i));
      if (i == BREAKS) {
        Files.writeString(work.resolve("broken"), "by it");
      }
      snapshots.add(looks.real(START.plusSeconds(2L * i), step(i), "after"));
    }
    looks.store();
    Files.writeString(work.resolve("number"), "what is there now");
  }

  private World.Ran bisect(String good, String bad, String... command) {
    var words =
        Stream.concat(
            Stream.of(
                "bisect", "-C", work.toString(), "--good", good, "--bad", bad, "--json", "--"),
            Arrays.stream(command));
    return world.clew(words.toArray(String[]::new));
  }

  @Test
  void the_step_that_broke_it_is_named_with_its_prompt_and_what_it_changed() throws IOException {
    var pwd = folder.resolve("pwd");
    var ran =
        bisect(
            step(1).hex() + "^",
            "last",
            "sh",
            "-c",
            "pwd >> " + pwd + "; cat number; test -f same && test ! -f broken");
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    var found = ran.json().getLast();
    assertThat(found.path("states").asInt()).isEqualTo(STEPS + 1);
    assertThat(found.path("probes").asInt()).isBetween(4, 6);
    assertThat(ran.json()).hasSize(found.path("probes").asInt() + 1);
    assertThat(found.path("files_written").asInt()).as("only what differs").isLessThan(18);
    assertThat(found.path("first_bad").size()).isEqualTo(1);
    var first = found.path("first_bad").get(0);
    assertThat(first.path("step").asString()).isEqualTo(step(BREAKS).hex());
    assertThat(first.path("snapshot").asString()).isEqualTo(snapshots.get(BREAKS));
    assertThat(first.path("prompt").asString()).isEqualTo("make the numbers larger");
    assertThat(first.path("agent").asString()).isEqualTo("claude");
    assertThat(first.path("changes").toString())
        .isEqualTo(
            """
            [{"op":"create","path":"broken"},{"op":"modify","path":"number"}]\
            """);
    assertThat(ran.err()).contains("good", "bad");
    assertThat(work.resolve("number")).hasContent("what is there now");
    for (var line : Files.readAllLines(pwd)) {
      assertThat(Path.of(line)).as("the folder is removed").doesNotExist();
    }
  }

  @Test
  void what_cannot_be_tried_leaves_some_open() {
    var ran =
        bisect(
            step(20).hex(),
            step(25).hex(),
            "sh",
            "-c",
            "case $(cat number) in 22|23) exit 125;; esac; test ! -f broken");
    assertThat(ran.exit().code()).as(ran.err()).isEqualTo(1);
    var names = new ArrayList<String>();
    ran.json().getLast().path("first_bad").forEach(each -> names.add(each.path("step").asString()));
    assertThat(names).containsExactly(step(22).hex(), step(23).hex(), step(24).hex());
  }

  @Test
  void what_makes_no_sense_ends_it_and_leaves_nothing() throws IOException {
    var pwd = folder.resolve("pwd");
    assertThat(bisect("last", step(3).hex(), "true").exit().code()).isEqualTo(2);
    assertThat(bisect(step(3).hex(), "last").exit().code()).isEqualTo(2);
    assertThat(bisect(step(3).hex(), "last", "/nonexistent/command").exit().code()).isEqualTo(2);
    var killed = bisect(step(3).hex(), "last", "sh", "-c", "pwd > " + pwd + "; kill -9 $$");
    assertThat(killed.exit().code()).isEqualTo(1);
    assertThat(killed.err()).contains("137");
    assertThat(Path.of(Files.readString(pwd).strip())).doesNotExist();
  }
}
