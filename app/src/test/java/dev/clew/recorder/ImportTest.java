package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.recorder.FileResult.Status;
import dev.clew.testing.Answers;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of files of every kind and in every state.
class ImportTest {
  private static final String SESSION = "5e551000-0000-4000-8000-000000000001";
  private static final String NAME = SESSION + ".jsonl";
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  private static ClaudeLines lines() {
    return new ClaudeLines("u", SESSION, START);
  }

  private static List<String> some() {
    return lines().prompt("do it").bash("1", "toolu_1", "ls").result("toolu_1", "a", false).lines();
  }

  private Path write(List<String> lines) {
    return world.write(NAME, lines.toArray(String[]::new));
  }

  private FileResult only() {
    var results = new Rig(world).run();
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  private long entries() {
    var finding = new Rig(world).verify();
    assertThat(finding.firstBad()).isEmpty();
    return finding.entries();
  }

  @Test
  void a_second_import_changes_nothing() {
    write(some());
    var first = only();
    assertThat(first.status()).isEqualTo(Status.IMPORTED);
    var answers = Answers.of(world);
    var second = only();
    assertThat(second.status()).isEqualTo(Status.UNCHANGED);
    assertThat(List.of(second.lines(), second.badLines(), second.bytes()))
        .containsExactly(3L, 0L, 0L);
    assertThat(second.sessions()).isEqualTo(first.sessions());
    assertThat(entries()).isEqualTo(3);
    assertThat(Answers.of(world)).isEqualTo(answers);
  }

  @Test
  void a_transcript_copied_to_another_folder_adds_nothing_not_even_lines_without_ids() {
    var lines = new ArrayList<>(some());
    lines.add("{\"type\":\"mode\",\"mode\":\"normal\",\"sessionId\":\"" + SESSION + "\"}");
    world.write("one/main.jsonl", lines.toArray(String[]::new));
    world.write("two/main.jsonl", lines.toArray(String[]::new));
    assertThat(new Rig(world).run()).hasSize(2);
    assertThat(entries()).isEqualTo(4);
  }

  @Test
  void an_unchanged_file_of_a_subagent_names_the_subagent() {
    world.write(
        SESSION + "/subagents/agent-a1.jsonl",
        lines().subagent("a1").prompt("look").lines().toArray(String[]::new));
    assertThat(only().sessions()).isEqualTo(only().sessions()).hasSize(1);
  }

  @Test
  void a_file_that_grew_is_read_on() {
    write(some().subList(0, 2));
    new Rig(world).run();
    write(some());
    var result = only();
    assertThat(result.status()).isEqualTo(Status.EXTENDED);
    assertThat(result.lines()).isEqualTo(3);
    assertThat(result.bytes()).isEqualTo(some().get(2).getBytes(UTF_8).length + 1L);
    assertThat(entries()).isEqualTo(3);
  }

  @Test
  void a_file_replaced_by_a_longer_one_is_read_from_its_start() {
    write(some());
    new Rig(world).run();
    write(new ClaudeLines("other", SESSION, START).prompt("something else").lines());
    world.write(NAME, (contentOfTheFile() + String.join("\n", some()) + "\n").getBytes(UTF_8));
    assertThat(only().status()).isEqualTo(Status.IMPORTED);
    assertThat(entries()).isEqualTo(4);
  }

  private String contentOfTheFile() {
    try {
      return Files.readString(world.transcript(NAME));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_file_rewritten_behind_its_first_kilobytes_is_read_from_its_start() {
    var long1 = "a".repeat(6000);
    write(lines().prompt(long1).prompt("old words").prompt("old again").lines());
    new Rig(world).run();
    var lines = new java.util.ArrayList<>(lines().prompt(long1).lines());
    var fresh = new ClaudeLines("other", SESSION, START.plusSeconds(60));
    lines.addAll(fresh.prompt("new words, and more of them").prompt("x").prompt("y").lines());
    write(lines);
    only();
    assertThat(Answers.of(world)).anyMatch(answer -> answer.contains("new words, and more"));
  }

  @Test
  void a_truncated_file_is_read_again_and_nothing_is_doubled() {
    write(some());
    new Rig(world).run();
    var answers = Answers.of(world);
    write(some().subList(0, 1));
    assertThat(only().lines()).isEqualTo(1);
    assertThat(entries()).isEqualTo(3);
    assertThat(Answers.of(world)).isEqualTo(answers);
  }

  @Test
  void a_missing_line_feed_blank_lines_and_carriage_returns_make_no_difference() {
    var plain = new World(folder.resolve("plain"));
    plain.write(NAME, some().toArray(String[]::new));
    new Rig(plain).run();
    world = new World(folder.resolve("odd"));
    world.write(NAME, ("\n \n" + String.join("\r\n\r\n", some())).getBytes(UTF_8));
    var result = only();
    assertThat(List.of(result.lines(), result.badLines())).containsExactly(3L, 0L);
    assertThat(entries()).isEqualTo(3);
    assertThat(world.clew("log", "--json").out()).isEqualTo(plain.clew("log", "--json").out());
  }

  @Test
  void a_byte_order_mark_makes_no_difference() {
    world.write(NAME, ("\ufeff" + String.join("\n", some()) + "\n").getBytes(UTF_8));
    var result = only();
    assertThat(List.of(result.lines(), result.badLines())).containsExactly(3L, 0L);
    assertThat(Answers.of(world)).anyMatch(answer -> answer.contains("do it"));
    new Rig(world).run();
    world.clew("reindex");
    assertThat(entries()).isEqualTo(3);
  }

  @Test
  void a_malformed_line_is_kept_as_text_with_its_place_and_nothing_else_is_lost() {
    var token = "ghp_" + "x7Kq9ZpL2mN4vB6cR8tY1wQ3eD5fG0hJ2aS4";
    write(
        List.of(some().get(0), "{\"type\":\"user\", oops " + token, some().get(1), some().get(2)));
    var result = only();
    assertThat(List.of(result.lines(), result.badLines())).containsExactly(4L, 1L);
    assertThat(result.bad()).containsExactly(new FileResult.BadLine(2, "not valid JSON"));
    assertThat(result.redactions()).isEqualTo(1);
    assertThat(entries()).isEqualTo(4);
    assertThat(world.clew("status").out()).contains("1× line kept as text: not valid JSON");
  }

  @Test
  void bytes_that_are_no_utf8_are_a_malformed_line_of_their_own() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write((some().get(0) + "\n").getBytes(UTF_8));
    for (var bad :
        List.of(
            new byte[] {'"', (byte) 0xff, '"'},
            new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'},
            new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            new byte[] {'"', 0, '"'})) {
      bytes.write(bad);
      bytes.write('\n');
    }
    bytes.write((some().get(1) + "\n").getBytes(UTF_8));
    world.write(NAME, bytes.toByteArray());
    var result = only();
    assertThat(List.of(result.lines(), result.badLines())).containsExactly(6L, 4L);
    assertThat(result.bad().stream().map(FileResult.BadLine::reason).distinct())
        .containsExactly("not valid UTF-8", "not valid JSON");
    assertThat(entries()).isEqualTo(6);
  }

  @Test
  void a_utf16_file_is_skipped_and_forced_is_kept_as_text() throws Exception {
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16)) {
      world = new World(folder.resolve(charset.name()));
      var file = world.write(NAME, String.join("\n", some()).getBytes(charset));
      assertThat(only().status()).isEqualTo(Status.SKIPPED);
      try (var store = new Rig(world).open()) {
        var forced = new Rig(world).run(store, List.of(file), Optional.of("claude"));
        assertThat(forced.getFirst().badLines()).isEqualTo(forced.getFirst().lines()).isPositive();
      }
    }
  }

  @Test
  void lone_surrogates_and_escaped_nul_are_kept_and_answered() {
    write(
        lines().prompt("hi").raw(some().get(1).replace("\"ls\"", "\"\\ud83d \\u0000 x\"")).lines());
    assertThat(List.of(only().badLines())).containsExactly(0L);
    assertThat(world.clew("log").exit().code()).isZero();
    for (var step : world.clew("log", "--json").json()) {
      assertThat(world.clew("show", step.path("step").asString()).exit().code()).isZero();
    }
    assertThat(entries()).isEqualTo(2);
  }

  @Test
  void a_value_a_hundred_thousand_deep_is_kept_as_text() {
    var deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
    write(List.of(some().get(0), deep, some().get(1)));
    var result = only();
    assertThat(List.of(result.lines(), result.badLines())).containsExactly(3L, 1L);
    assertThat(entries()).isEqualTo(3);
  }

  @Test
  void files_that_are_no_agents_are_skipped_with_a_reason() {
    world.write("notes.jsonl", "{\"hello\":1}");
    world.write("empty.jsonl", new byte[0]);
    world.write("prose.jsonl", "not json at all");
    var results = new Rig(world).run();
    assertThat(results)
        .hasSize(3)
        .allSatisfy(result -> {
          assertThat(result.status()).isEqualTo(Status.SKIPPED);
          assertThat(result.reason()).isNotNull();
        });
    assertThat(entries()).isZero();
  }

  @Test
  void a_forced_agent_takes_any_file() throws Exception {
    var file = world.write("notes.jsonl", "{\"hello\":1}");
    try (var store = new Rig(world).open()) {
      var result = new Rig(world).run(store, List.of(file), Optional.of("claude")).getFirst();
      assertThat(List.of(result.status(), result.lines())).containsExactly(Status.IMPORTED, 1L);
    }
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void a_folder_that_is_a_link_is_searched() throws IOException {
    write(some());
    var link = Files.createSymbolicLink(folder.resolve("link"), world.transcripts());
    assertThat(new Rig(world).run(link)).hasSize(1);
    assertThat(entries()).isEqualTo(3);
  }

  @Test
  void a_folder_is_searched_and_odd_things_in_it_are_left_alone() throws IOException {
    world.write("p/" + NAME, some().toArray(String[]::new));
    Files.createDirectories(world.transcript("p/x.jsonl"));
    Files.createSymbolicLink(world.transcript("p/loop"), world.transcript("p"));
    Files.createSymbolicLink(world.transcript("p/nowhere.jsonl"), Path.of("gone"));
    Files.createSymbolicLink(world.transcript("p/self.jsonl"), Path.of("self.jsonl"));
    assertThat(only().lines()).isEqualTo(3);
  }

  @Test
  void a_missing_path_fails_and_the_others_are_read() {
    var file = write(some());
    var results = new Rig(world).run(folder.resolve("nowhere"), file);
    assertThat(results.stream().map(FileResult::status)).contains(Status.FAILED, Status.IMPORTED);
    assertThat(entries()).isEqualTo(3);
  }

  @Test
  void a_path_named_twice_is_stored_once() {
    var file = write(some());
    new Rig(world).run(file, file);
    assertThat(entries()).isEqualTo(3);
    assertThat(world.clew("sessions", "--json").json().getFirst().path("tool_calls").asInt())
        .isEqualTo(1);
  }
}
