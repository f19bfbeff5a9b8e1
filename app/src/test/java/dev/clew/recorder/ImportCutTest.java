package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Answers;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A file that is read while its agent writes it: whatever it ends in, nothing is lost or doubled
/// when the rest arrives.
///
/// The fixture has characters of several bytes, a blank line, glued values, a malformed line, a
/// carriage return and no line feed at its end. Its ids hold `c7c7`, which stands for the cut.
class ImportCutTest {
  private static final Path CUT = Path.of("src/test/fixtures/recorder/cut.jsonl");
  private static final List<String> IDS =
      List.of("session", "trace_id", "agent_session", "duration_ms");

  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private String text = "";

  @BeforeEach
  void read() throws IOException {
    world = new World(folder);
    text = Files.readString(CUT);
  }

  @Test
  void a_file_cut_at_any_byte_reads_like_the_whole_one_when_the_rest_arrives() {
    var length = bytes(0).length;
    for (var cut = 1; cut <= length; cut++) {
      world.write(name(cut), Arrays.copyOf(bytes(cut), cut));
    }
    new Rig(world).run();
    for (var cut = 1; cut < length; cut++) {
      world.write(name(cut), bytes(cut));
    }
    for (var file : new Rig(world).run()) {
      assertThat(List.of(file.lines(), file.badLines()))
          .as("%s: %s", file.path(), file.reason())
          .containsExactly(5L, 1L);
    }
    var finding = new Rig(world).verify();
    assertThat(finding.firstBad()).isEmpty();
    assertThat(finding.entries()).isEqualTo(6L * length);
    assertThat(sessions())
        .hasSize(length)
        .allSatisfy((cut, row) -> {
          assertThat(row).as("cut at byte %s", cut).isEqualTo(sessions().get(name(length)));
        });
  }

  /// What is told of each session, without its ids, by the name of its file.
  private Map<String, JsonNode> sessions() {
    if (rows.isEmpty()) {
      for (var row : world.clew("sessions", "--json").json()) {
        rows.put(row.path("agent_session").asString() + ".jsonl", ((ObjectNode) row).without(IDS));
      }
    }
    return rows;
  }

  private final Map<String, JsonNode> rows = new HashMap<>();

  @Test
  void a_file_that_arrives_in_drops_reads_like_the_whole_one() {
    var whole = new World(folder.resolve("whole"));
    whole.write(name(7), bytes(7));
    new Rig(whole).run();
    for (var length = 1; length < bytes(7).length; length += 1 + length % 43) {
      world.write(name(7), Arrays.copyOf(bytes(7), length));
      new Rig(world).run();
    }
    world.write(name(7), bytes(7));
    new Rig(world).run();
    assertThat(Answers.difference(Answers.of(whole), Answers.of(world))).isEmpty();
  }

  private byte[] bytes(int cut) {
    return text.replace("c7c7", "%04x".formatted(cut)).getBytes(StandardCharsets.UTF_8);
  }

  private static String name(int cut) {
    return "5e551000-0000-4000-8000-00000000%04x.jsonl".formatted(cut);
  }
}
