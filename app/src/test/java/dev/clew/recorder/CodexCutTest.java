package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.CodexLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A rollout that is read while its agent writes it: what spans records (the total of tokens, the
/// model, the turn) comes out the same wherever the file was cut.
///
/// The fixture has characters of several bytes, a blank line, glued values, a malformed line, a
/// carriage return and no line feed at its end. Its ids hold `c7c7`, which stands for the cut.
class CodexCutTest {
  private static final Path CUT = Path.of("src/test/fixtures/recorder/codex-cut.jsonl");
  private static final List<String> IDS = List.of("session", "trace_id", "agent_session");
  private static final int RECORDS = 9;

  @TempDir private Path folder;

  @Test
  void a_rollout_cut_at_any_byte_reads_like_the_whole_one_when_the_rest_arrives()
      throws IOException {
    var world = new World(folder);
    var text = Files.readString(CUT);
    var length = bytes(text, 0).length;
    for (var cut = 1; cut <= length; cut++) {
      world.write(name(cut), Arrays.copyOf(bytes(text, cut), cut));
    }
    new Rig(world).run();
    for (var cut = 1; cut < length; cut++) {
      world.write(name(cut), bytes(text, cut));
    }
    for (var file : new Rig(world).run()) {
      assertThat(List.of(file.lines(), file.badLines()))
          .as("%s: %s", file.path(), file.reason())
          .containsExactly(8L, 1L);
    }
    assertThat(new Rig(world).verify().entries()).isEqualTo((long) RECORDS * length);
    var rows = new HashMap<String, JsonNode>();
    for (var row : world.clew("sessions", "--json").json()) {
      rows.put(row.path("agent_session").asString(), ((ObjectNode) row).without(IDS));
    }
    var whole = rows.get(id(length));
    assertThat(whole.path("tokens").toString()).contains("\"input\":250", "\"output\":30");
    assertThat(rows)
        .hasSize(length)
        .allSatisfy((cut, row) -> assertThat(row).as("cut at byte %s", cut).isEqualTo(whole));
  }

  private static byte[] bytes(String text, int cut) {
    return text.replace("c7c7", "%04x".formatted(cut)).getBytes(StandardCharsets.UTF_8);
  }

  private static String id(int cut) {
    return "019e1111-0000-7000-8000-00000000%04x".formatted(cut);
  }

  private static String name(int cut) {
    return CodexLines.file(id(cut));
  }
}
