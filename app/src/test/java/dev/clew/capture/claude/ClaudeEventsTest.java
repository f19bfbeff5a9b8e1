package dev.clew.capture.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.clew.capture.RecordContext;
import dev.clew.event.Event;
import dev.clew.event.EventJson;
import dev.clew.event.RecordId;
import dev.clew.testing.Cases;
import dev.clew.testing.DisturbedJson;
import dev.clew.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each fixture is a small transcript with one trait of the format; beside it stand the events that
/// it tells.
class ClaudeEventsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path FIXTURES = Path.of("src/test/fixtures/capture/claude");
  private static final ClaudeTranscripts CLAUDE = new ClaudeTranscripts();

  private static List<Path> fixtures() {
    try (var files = Files.walk(FIXTURES)) {
      return files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> a_transcript_tells_these_events() {
    return fixtures().stream()
        .map(file -> {
          var name = FIXTURES.relativize(file).toString();
          return dynamicTest(
              name,
              () ->
                  Golden.check("capture/claude/" + name.replace(".jsonl", ".events"), told(file)));
        });
  }

  private static String told(Path file) throws IOException {
    var text = new StringBuilder();
    var values = values(file);
    var session = CLAUDE.sessionOf(file, values);
    long position = 0;
    for (var value : values) {
      var id = RecordId.derive("claude", Long.toString(position));
      for (var event : CLAUDE.interpret(new RecordContext(id, session, position), value)) {
        text.append(EventJson.of(event)).append('\n');
      }
      position += value.toString().getBytes(StandardCharsets.UTF_8).length + 1L;
    }
    return text.toString();
  }

  private static List<JsonNode> values(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(JSON::readTree).toList();
  }

  @Test
  void every_fixture_is_recognised_as_this_agents() throws IOException {
    for (var file : fixtures()) {
      assertThat(values(file))
          .as(file.toString())
          .anyMatch(value -> CLAUDE.recognises(file, value));
    }
  }

  @Test
  void whatever_stands_in_place_of_a_value_no_line_throws_and_each_tells_something()
      throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (var file : fixtures()) {
      lines.addAll(values(file));
    }
    Cases.forAll(
        3000,
        random -> {
          var line = lines.get(random.nextInt(lines.size())).deepCopy();
          for (var i = random.nextInt(4); i >= 0; i--) {
            line = DisturbedJson.of(line, random);
          }
          assertThat(interpret(line)).as(line.toString()).isNotEmpty();
        });
  }

  @Test
  void a_duration_that_no_long_holds_is_none() {
    for (var duration :
        List.of("\"durationMs\":12345678901234567890", "\"durationSeconds\":1e999")) {
      var result = "{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"x\"}";
      var line =
          "{\"type\":\"user\",\"uuid\":\"u1\",\"sessionId\":\"s\",\"toolUseResult\":{"
              + duration
              + "},\"message\":{\"role\":\"user\",\"content\":["
              + result
              + "]}}";
      assertThat(interpret(JSON.readTree(line)))
          .filteredOn(Event.ToolAnswered.class::isInstance)
          .hasSize(1)
          .allSatisfy(
              event -> assertThat(EventJson.of(event).toString()).doesNotContain("duration"));
    }
  }

  private static List<Event> interpret(JsonNode line) {
    var session = CLAUDE.sessionOf(Path.of("/p/s.jsonl"), List.of(line));
    CLAUDE.recognises(Path.of("/p/s.jsonl"), line);
    CLAUDE.recordName(line);
    return CLAUDE.interpret(new RecordContext(RecordId.derive("claude", "x"), session, 0), line);
  }
}
