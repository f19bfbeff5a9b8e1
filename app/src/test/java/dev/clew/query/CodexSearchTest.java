package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What `search` finds of Codex, whose records do not say which call or turn their text is part of.
class CodexSearchTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures/capture/codex");

  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  private void add(String... fixtures) {
    for (var fixture : fixtures) {
      var file = FIXTURES.resolve(fixture + ".jsonl").toAbsolutePath().toString();
      assertThat(world.clew("import", file).exit().code()).isZero();
    }
  }

  private List<JsonNode> hits(String... arguments) {
    var all = new ArrayList<>(List.of("search", "--json"));
    all.addAll(List.of(arguments));
    return world.clew(all.toArray(String[]::new)).json();
  }

  private List<String> found(String... arguments) {
    return hits(arguments).stream()
        .map(hit -> hit.path("in").asString() + ": " + hit.path("excerpt").asString())
        .toList();
  }

  private JsonNode shown(JsonNode hit, String span) {
    return world.clew("show", hit.path(span).asString(), "--json").json().getFirst();
  }

  @Test
  void a_prompt_is_found_once_by_its_words() {
    add("session");
    assertThat(found("polite")).containsExactly("prompts: Make the greeting polite.");
    assertThat(found("polite", "--in", "prompts")).hasSize(1);
    assertThat(found("polite", "--in", "output")).isEmpty();
    var hit = hits("polite").getFirst();
    assertThat(hit.has("step")).isFalse();
    assertThat(hit.path("at").asString()).isEqualTo("2026-05-04T10:00:01.500Z");
    assertThat(shown(hit, "turn").path("prompt").asString()).isEqualTo("Make the greeting polite.");
  }

  @Test
  void what_the_model_wrote_is_found_once_for_each_call() {
    add("session");
    assertThat(found("look", "--in", "output")).containsExactly("output: First I look.");
    assertThat(found("\"one test fails\"")).containsExactly("output: One test fails.");
    var hit = hits("\"one test fails\"").getFirst();
    assertThat(hit.path("agent").asString()).isEqualTo("codex");
    assertThat(shown(hit, "step").path("kind").asString()).isEqualTo("llm_call");
    assertThat(shown(hit, "step").path("turn")).isEqualTo(hit.path("turn"));
  }

  @Test
  void commands_their_output_and_patches_are_found() {
    add("session", "patch");
    assertThat(found("pytest")).containsExactly("commands: pytest -q\n/src/app");
    assertThat(found("failed", "--in", "output")).contains("output: 1 failed");
    assertThat(found("moved.py", "--in", "diffs")).hasSize(1);
    assertThat(found("\"return 2\"")).isNotEmpty().allMatch(each -> each.startsWith("diffs: "));
  }

  @Test
  void filters_know_the_session_of_what_is_told_by_place() {
    add("session", "patch");
    var session = hits("polite").getFirst().path("session").asString();
    assertThat(hits("polite", "--session", session)).hasSize(1);
    assertThat(hits("split", "--in", "prompts")).hasSize(1);
    assertThat(hits("split", "--session", session)).isEmpty();
    assertThat(hits("polite", "--agent", "codex", "--repo", "/src/app")).hasSize(1);
    assertThat(hits("polite", "--agent", "claude")).isEmpty();
  }

  @Test
  void the_history_that_a_fork_copies_is_found_once_where_it_was_first_told() {
    add("fork/child");
    assertThat(found("question", "--in", "prompts"))
        .containsExactly("prompts: Another question.", "prompts: First question.");
    var copied = hits("\"first question\"");
    add("fork/parent");
    var original = hits("\"first question\"");
    assertThat(original).hasSize(1);
    assertThat(original.getFirst().path("turn")).isEqualTo(copied.getFirst().path("turn"));
    assertThat(original.getFirst().path("at").asString()).isEqualTo("2026-05-04T10:00:01.000Z");
    assertThat(hits("think")).hasSize(1);
    assertThat(hits("\"It is a\"", "--in", "output")).hasSize(1);
    assertThat(hits("answer", "--in", "output")).hasSize(2);
  }
}
