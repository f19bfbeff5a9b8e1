package dev.clew.capture.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.event.LineClaim;
import dev.clew.event.LineRange;
import dev.clew.event.OriginClass;
import dev.clew.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Records of Agent Trace, as claims.
class AgentTracesTest {
  private static final Path FIXTURE = Path.of("src/test/fixtures/claims/traces.jsonl");
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static List<LineClaim> claims(String json) throws ClaimException {
    var record = JsonMapper.shared().readTree(json);
    return new AgentTraces()
        .claims(
            new ClaimEnvelope(
                AgentTraces.KIND,
                "/w",
                "/w/.git",
                AgentTraces.commit(record),
                AgentTraces.at(record),
                Map.of("src/loom.txt", "b10b"),
                record));
  }

  private static String line(int number) throws IOException {
    return Files.readString(FIXTURE)
        .replace("$COMMIT", COMMIT)
        .replace("$ROOT", "/w")
        .lines()
        .toList()
        .get(number - 1);
  }

  @Test
  void a_range_may_have_another_contributor_than_its_conversation() throws Exception {
    var claims = claims(line(1));
    assertThat(claims)
        .extracting(LineClaim::path, LineClaim::by, LineClaim::lines)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "src/loom.txt", OriginClass.AGENT, List.of(new LineRange(1, 2))),
            org.assertj.core.groups.Tuple.tuple(
                "src/loom.txt", OriginClass.HUMAN, List.of(new LineRange(4, 4))),
            org.assertj.core.groups.Tuple.tuple(
                "src/loom.txt", OriginClass.UNKNOWN, List.of(new LineRange(3, 3))),
            org.assertj.core.groups.Tuple.tuple(
                "src/my shuttle.txt", OriginClass.AGENT, List.of(new LineRange(1, 1))));
    assertThat(claims.getFirst().model()).isEqualTo("anthropic/claude-opus-4-5");
    assertThat(claims.getFirst().url()).isEqualTo("https://agents.example.org/c/1");
    assertThat(claims.getFirst().commit()).isEqualTo(COMMIT);
    assertThat(claims.getFirst().blob()).isEqualTo("b10b");
    assertThat(claims.getLast().blob()).isNull();
    assertThat(claims.getLast().conversation()).isEqualTo("5e55 1");
  }

  @Test
  void the_version_that_the_specifications_own_tool_writes_is_known() throws Exception {
    assertThat(claims(line(2)).getFirst().lines()).containsExactly(new LineRange(1, 50));
    assertThat(claims(line(2)).getFirst().commit()).isNull();
  }

  @Test
  void the_flat_shape_names_the_tool_call() throws Exception {
    var claim = claims(line(3)).getFirst();
    assertThat(claim.path()).isEqualTo("src/loom.txt");
    assertThat(claim.tool()).isEqualTo("claude");
    assertThat(claim.call()).isEqualTo("toolu_01ABCDEFGHJKMNPQRSTVWXYZ");
    assertThat(claim.conversation()).isEqualTo("5e551000-0000-4000-8000-000000000001");
  }

  @Test
  void what_is_no_record_says_what_was_expected() throws Exception {
    assertThatThrownBy(() -> claims(line(4)))
        .hasMessage("version '9.0' is not known: expected 0.1.0");
    assertThatThrownBy(() -> claims(line(5)))
        .hasMessage("expected 'start_line' from 1 and 'end_line' not before it, found 0 and 2");
    assertThatThrownBy(() -> claims("\"text\"")).hasMessage("expected a JSON object");
    assertThatThrownBy(() -> claims("{\"schema\":\"agent-trace/v3\"}"))
        .hasMessageStartingWith("version 'agent-trace/v3' is not known");
    assertThatThrownBy(() -> claims("{\"version\":\"0.1\",\"files\":[{}]}"))
        .hasMessage("a file without 'path'");
  }

  @Test
  void every_real_record_is_understood() throws Exception {
    for (var sample : Samples.files("agent-trace", ".jsonl")) {
      for (var record : Files.readAllLines(sample)) {
        if (!record.isBlank()) {
          assertThat(claims(record))
              .hasSize(1)
              .first()
              .satisfies(claim -> {
                assertThat(claim.by()).isEqualTo(OriginClass.AGENT);
                assertThat(claim.call()).startsWith("toolu_");
              });
        }
      }
    }
  }
}
