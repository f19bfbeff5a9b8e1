package dev.clew.capture.codex;

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
class CodexEventsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path FIXTURES = Path.of("src/test/fixtures/capture/codex");
  private static final CodexTranscripts CODEX = new CodexTranscripts();

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
              () -> Golden.check("capture/codex/" + name.replace(".jsonl", ".events"), told(file)));
        });
  }

  private static String told(Path file) throws IOException {
    var text = new StringBuilder();
    var values = values(file);
    var session = CODEX.sessionOf(file, values);
    long position = 0;
    for (var value : values) {
      var id = RecordId.derive("codex", Long.toString(position));
      for (var event : CODEX.interpret(new RecordContext(id, session, position), value)) {
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
      assertThat(values(file)).as(file.toString()).anyMatch(value -> CODEX.recognises(file, value));
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

  private static List<Event> interpret(JsonNode line) {
    var session = CODEX.sessionOf(Path.of("/p/s.jsonl"), List.of(line));
    CODEX.recognises(Path.of("/p/s.jsonl"), line);
    CODEX.recordName(line);
    return CODEX.interpret(new RecordContext(RecordId.derive("codex", "x"), session, 0), line);
  }
}
