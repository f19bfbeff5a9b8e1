package dev.clew.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The account of what was captured closes, whatever the files are like and whatever was done.
class CaptureTest {
  private static final String SESSION = "5e551000-0000-4000-8000-000000000001";
  private static final String NAME = SESSION + ".jsonl";
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final Path CUT = Path.of("src/test/fixtures/recorder/cut.jsonl");

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

  private List<JsonNode> capture(String... arguments) {
    var all = new ArrayList<>(List.of("capture", "--json"));
    all.addAll(List.of(arguments));
    var ran = world.clew(all.toArray(String[]::new));
    assertThat(ran.err()).isEmpty();
    return ran.json();
  }

  private static List<JsonNode> rows(List<JsonNode> rows, String what) {
    return rows.stream().filter(row -> row.path("what").asString().equals(what)).toList();
  }

  private JsonNode file() {
    return rows(capture(), "file").getFirst();
  }

  /// lines, recorded, duplicate, blank, unreadable, incomplete: and nothing may be left over.
  private static List<Long> lines(JsonNode row) {
    assertThat(row.path("balance").asLong()).as(row.toString()).isZero();
    return List.of("lines", "recorded", "duplicate", "blank", "unreadable", "incomplete").stream()
        .map(name -> row.path(name).asLong())
        .toList();
  }

  private void everyRecordIsOfAFile() {
    var total = capture().getFirst();
    assertThat(total.path("unaccounted_records").asLong()).as(total.toString()).isZero();
    assertThat(total.path("balance").asLong()).isZero();
    long classes = 0;
    for (var each : total.path("by_class").values()) {
      classes += each.asLong();
    }
    assertThat(classes).isEqualTo(total.path("stored_records").asLong());
  }

  @Test
  void each_line_is_recorded_or_blank_or_unreadable_or_waits_for_its_rest() {
    var text = String.join("\n", some().get(0), "", " \r", "{oops", some().get(1)) + "\n{\"type\":";
    world.write(NAME, text.getBytes(UTF_8));
    world.importAll();
    assertThat(lines(file())).containsExactly(6L, 2L, 0L, 2L, 1L, 1L);
    assertThat(file().path("bytes_unread").asLong()).isEqualTo(8);
    assertThat(file().path("bad").toString())
        .isEqualTo("[{\"line\":4,\"reason\":\"not valid JSON\"}]");
    everyRecordIsOfAFile();
  }

  @Test
  void glued_values_are_one_line_and_several_records() {
    world.write(NAME, some().get(0) + some().get(1), some().get(2));
    world.importAll();
    assertThat(lines(file())).containsExactly(2L, 2L, 0L, 0L, 0L, 0L);
    assertThat(file().path("records").asLong()).isEqualTo(3);
    assertThat(file().path("glued").asLong()).isEqualTo(1);
  }

  @Test
  void what_another_file_brought_is_a_duplicate_here() {
    world.write("a/" + NAME, some().subList(0, 2).toArray(String[]::new));
    world.write("b/" + NAME, some().toArray(String[]::new));
    world.importAll();
    var files = rows(capture(), "file");
    assertThat(lines(files.get(0))).containsExactly(2L, 2L, 0L, 0L, 0L, 0L);
    assertThat(lines(files.get(1))).containsExactly(3L, 1L, 2L, 0L, 0L, 0L);
    everyRecordIsOfAFile();
  }

  @Test
  void a_line_twice_in_one_file_is_a_duplicate_the_second_time() {
    world.write(NAME, some().get(0), some().get(1), some().get(0));
    world.importAll();
    assertThat(lines(file())).containsExactly(3L, 2L, 1L, 0L, 0L, 0L);
  }

  @Test
  void the_account_closes_wherever_a_file_was_cut_and_again_when_the_rest_has_come()
      throws IOException {
    var text = Files.readString(CUT);
    var length = text.getBytes(UTF_8).length;
    for (var cut = 1; cut <= length; cut += 3) {
      world.write(name(cut), Arrays.copyOf(bytes(text, cut), cut));
    }
    world.importAll();
    rows(capture(), "file").forEach(CaptureTest::lines);
    everyRecordIsOfAFile();
    for (var cut = 1; cut < length; cut += 3) { // the whole one is left as it is
      world.write(name(cut), bytes(text, cut));
    }
    world.importAll();
    var whole = rows(capture(), "file");
    assertThat(whole.stream().map(CaptureTest::lines).distinct()).hasSize(1);
    assertThat(whole.stream().map(row -> row.path("records").asLong()).distinct())
        .containsExactly(6L);
    everyRecordIsOfAFile();
  }

  private static byte[] bytes(String text, int cut) {
    return text.replace("c7c7", "%04x".formatted(cut)).getBytes(UTF_8);
  }

  private static String name(int cut) {
    return "5e551000-0000-4000-8000-00000000%04x.jsonl".formatted(cut);
  }

  @Test
  void records_of_a_file_that_was_replaced_stay_accounted_for() {
    world.write(NAME, some().toArray(String[]::new));
    world.importAll();
    world.write(NAME, lines().prompt("anew").lines().getFirst(), some().get(0));
    world.importAll();
    assertThat(lines(file())).containsExactly(2L, 1L, 1L, 0L, 0L, 0L);
    assertThat(file().path("earlier_records").asLong()).isEqualTo(3);
    everyRecordIsOfAFile();
  }

  @Test
  void what_is_not_read_is_told_with_the_reason_until_it_is_read() throws IOException {
    var notes = world.write("notes.jsonl", "{\"hello\":1}");
    world.write("prose.jsonl", "not json at all");
    world.write("readme.md", "x");
    world.write("picture.png", "y");
    Files.createSymbolicLink(world.transcript("nowhere.jsonl"), Path.of("gone"));
    Files.createSymbolicLink(world.transcript("loop"), Path.of("."));
    world.write(NAME, some().toArray(String[]::new));
    world.importAll();
    assertThat(rows(capture(), "not_read"))
        .extracting(
            row -> Path.of(row.path("path").asString()).getFileName().toString(),
            row -> row.path("files").asLong(),
            row -> row.path("reason").asString())
        .containsExactlyInAnyOrder(
            tuple("transcripts", 2, "no transcript: its name does not end in .jsonl or .jsonl.zst"),
            tuple("loop", 1, "a link to a folder"),
            tuple("notes.jsonl", 1, "no agent writes such records; --agent forces one"),
            tuple("nowhere.jsonl", 1, "a link that leads nowhere"),
            tuple("prose.jsonl", 1, "no JSON values in it"));
    Files.writeString(notes, some().get(0) + "\n");
    world.importAll();
    assertThat(rows(capture(), "not_read")).hasSize(4);
  }

  private static org.assertj.core.groups.Tuple tuple(String name, long files, String reason) {
    return org.assertj.core.groups.Tuple.tuple(name, files, reason);
  }

  @Test
  void a_record_that_others_follow_and_that_is_not_here_is_a_gap_until_it_comes() {
    var lines =
        some().stream()
            .map(line -> line.replace("\"sessionId\"", "\"parentUuid\":PARENT,\"sessionId\""))
            .toList();
    var first = lines.get(0).replace("PARENT", "null");
    var second = lines.get(1).replace("PARENT", "\"u-0001\"");
    var third = lines.get(2).replace("PARENT", "\"u-0002\"");
    world.write(NAME, first, third);
    world.importAll();
    var gap = "records that others follow and that are not in the store";
    assertThat(world.clew("status").out()).contains("1× " + gap);
    assertThat(world.clew("capture", "last").out()).contains("1× " + gap);
    world.write("later/" + NAME, second);
    world.importAll();
    assertThat(world.clew("status").out()).doesNotContain(gap);
  }

  @Test
  void a_subagent_that_was_started_and_has_no_transcript_is_a_gap() {
    var result =
        some().get(2).replace("\"stdout\":", "\"agentId\":\"a9\",\"agentType\":\"X\",\"stdout\":");
    world.write(NAME, some().get(0), some().get(1), result);
    world.importAll();
    var gap = "sub-agents without a transcript in the store";
    assertThat(world.clew("capture").out()).contains("1× " + gap);
    var sub = new ClaudeLines("s", SESSION, START).subagent("a9").prompt("look").lines();
    world.write(SESSION + "/subagents/agent-a9.jsonl", sub.toArray(String[]::new));
    world.importAll();
    assertThat(world.clew("capture").out()).doesNotContain(gap);
  }

  @Test
  void a_session_or_a_path_narrows_the_account() {
    var other = SESSION.replace("0001", "0002");
    world.write("a/" + NAME, some().toArray(String[]::new));
    world.write(
        "b/" + other + ".jsonl",
        new ClaudeLines("o", other, START).prompt("else").lines().toArray(String[]::new));
    world.importAll();
    for (var what : List.of(SESSION, world.transcript("a").toString(), "transcripts/a")) {
      var rows = capture(what);
      assertThat(rows(rows, "file")).as(what).hasSize(1);
      assertThat(rows(rows, "session")).as(what).hasSize(1);
      assertThat(rows.getFirst().path("lines").asLong()).isEqualTo(3);
    }
    assertThat(capture("--totals")).hasSize(2);
    assertThat(world.clew("capture", "/nowhere").exit().code()).isEqualTo(1);
  }

  @Test
  void in_capture_mode_metadata_attachments_are_told_by_their_length() {
    var png = java.util.Base64.getEncoder().encodeToString(picture());
    var image =
        "{\"type\":\"user\",\"uuid\":\"i\",\"sessionId\":\"%s\",\"message\":{\"role\":\"user\",\"content\":"
                .formatted(SESSION)
            + "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
            + png
            + "\"}}]}}";
    world.write(NAME, image);
    world.importAll();
    assertThat(file().path("attachments").toString()).isEqualTo("{\"count\":1,\"bytes\":600}");
    world = new World(folder.resolve("metadata"));
    world.clew("config", "capture_mode", "metadata");
    world.write(NAME, image);
    world.importAll();
    assertThat(file().path("attachments").toString()).isEqualTo("{\"count\":0,\"bytes\":0}");
    assertThat(file().path("omitted").toString()).isEqualTo("{\"count\":1,\"bytes\":600}");
  }

  private static byte[] picture() {
    var bytes = new byte[600];
    System.arraycopy(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, 0, bytes, 0, 8);
    return bytes;
  }
}
