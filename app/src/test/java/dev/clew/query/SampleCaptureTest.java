package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Golden;
import dev.clew.testing.Samples;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The account of every real transcript, where these are: counts only, no word of theirs.
///
/// `docs/completeness.md` explains what in it is not 0 and could be.
class SampleCaptureTest {
  private static final List<String> WORDS = List.of("title", "agent_session", "subagent");

  @TempDir private Path folder;

  @Test
  void the_account_of_all_samples_is_the_one_that_was_reviewed() {
    var root = Samples.root();
    if (Samples.files("claude", ".jsonl").isEmpty()) {
      return; // a clone without samples
    }
    var world = new World(folder);
    var agents =
        List.of("claude", "codex").stream().map(root::resolve).map(Path::toString).toList();
    for (var agent : agents) {
      assertThat(world.clew("import", agent).exit().code()).isZero();
    }
    var rows = world.clew("capture", "--json").json();
    var total = rows.getFirst();
    assertThat(total.path("balance").asLong()).isZero();
    assertThat(total.path("unaccounted_records").asLong()).isZero();
    Golden.check(
        "query/samples-capture.ndjson",
        rows.stream().map(row -> line(row, root)).sorted().collect(Collectors.joining("")));
  }

  private static String line(JsonNode row, Path root) {
    var counts = ((ObjectNode) row).without(WORDS);
    if (counts.has("path")) {
      counts.put("path", root.relativize(Path.of(row.path("path").asString())).toString());
    }
    return counts + "\n";
  }
}
