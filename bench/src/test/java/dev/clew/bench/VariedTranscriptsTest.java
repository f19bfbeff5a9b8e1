package dev.clew.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class VariedTranscriptsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String EDIT =
      """
      {"type":"user","sessionId":"1067ea24-8c25-41e8-96b0-104d44431a77","cwd":"/home/someone/thing",\
      "timestamp":"2026-01-02T03:04:05.678Z","message":{"role":"user","model":"claude-x-1","content":\
      [{"type":"tool_result","tool_use_id":"toolu_01AbC","name":"Edit","content":"Größe\\n\\"done\\""},\
      "plain text"]},"toolUseResult":{"filePath":"/home/someone/thing/a.txt","oldString":"second line",\
      "originalFile":"first line\\nsecond line\\nthird line","n":12,"deep":{"docs/one.md":true}}}\
      """;

  @TempDir private Path folder;

  private static JsonNode varied(long seed) {
    var bytes = EDIT.getBytes(StandardCharsets.UTF_8);
    new VariedLine(new Variation(seed)).apply(bytes, bytes.length);
    return JSON.readTree(bytes);
  }

  @Test
  void structure_types_names_times_and_numbers_stay() {
    var line = varied(1);
    assertThat(line.path("type").stringValue()).isEqualTo("user");
    assertThat(line.path("timestamp").stringValue()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(line.path("message").path("model").stringValue()).isEqualTo("claude-x-1");
    var block = line.path("message").path("content").path(0);
    assertThat(block.path("name").stringValue()).isEqualTo("Edit");
    assertThat(block.path("type").stringValue()).isEqualTo("tool_result");
    assertThat(line.path("toolUseResult").path("n").intValue()).isEqualTo(12);
  }

  @Test
  void texts_change_also_where_they_stand_in_a_list_after_an_object() {
    var line = varied(1);
    var content = line.path("message").path("content");
    assertThat(content.path(1).stringValue()).hasSize(10).isNotEqualTo("plain text");
    assertThat(content.path(0).path("content").stringValue())
        .contains("\n\"")
        .doesNotContain("done");
    assertThat(line.path("toolUseResult").path("deep").has("docs/one.md")).isFalse();
  }

  @Test
  void what_fits_together_in_a_line_fits_together_after() {
    var result = varied(1).path("toolUseResult");
    assertThat(result.path("originalFile").stringValue())
        .contains("\n" + result.path("oldString").stringValue() + "\n");
    assertThat(result.path("filePath").stringValue())
        .startsWith(varied(1).path("cwd").stringValue() + "/");
  }

  @Test
  void a_corpus_has_the_size_asked_for_and_no_line_twice() throws IOException {
    var source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(source.resolve("a.jsonl"), (EDIT + "\n").repeat(1));
    var size =
        VariedTranscripts.write(folder.resolve("out"), 100_000, 1, Optional.of(source), false);
    assertThat(size).isBetween(100_000L, 101_000L);
    var lines = new HashSet<String>();
    var files = files();
    for (var file : files) {
      lines.addAll(Files.readAllLines(file));
    }
    assertThat(lines).hasSize(files.size());
  }

  @Test
  void a_file_is_named_after_its_session_and_lies_in_its_project() throws IOException {
    var source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(source.resolve("any.jsonl"), EDIT + "\n");
    VariedTranscripts.write(folder.resolve("out"), 1, 7, Optional.of(source), false);
    var file = files().getFirst();
    var line = JSON.readTree(Files.readAllBytes(file));
    assertThat(file.getFileName().toString())
        .isEqualTo(line.path("sessionId").stringValue() + ".jsonl");
    assertThat(file.getParent().getFileName().toString())
        .isEqualTo(line.path("cwd").stringValue().replace('/', '-'));
  }

  @Test
  void without_a_folder_it_begins_from_a_session_of_its_own() throws IOException {
    VariedTranscripts.write(folder.resolve("out"), 2_000_000, 1, Optional.empty(), true);
    var files = files();
    assertThat(files).hasSize(1);
    for (var line : Files.readAllLines(files.getFirst())) {
      assertThat(JSON.readTree(line).isObject()).isTrue();
    }
  }

  private List<Path> files() throws IOException {
    try (var files = Files.walk(folder.resolve("out/projects"))) {
      return files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList();
    }
  }
}
