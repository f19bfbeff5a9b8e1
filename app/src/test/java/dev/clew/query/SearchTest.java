package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What `search` finds, in a small store with a text of each kind.
class SearchTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures/query/search");

  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void import_the_fixtures() {
    world = new World(folder);
    World.copy(FIXTURES, world.transcripts());
    world.importAll();
  }

  private List<JsonNode> hits(String... arguments) {
    var all = new ArrayList<>(List.of("search", "--json"));
    all.addAll(List.of(arguments));
    var ran = world.clew(all.toArray(String[]::new));
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    return ran.json();
  }

  /// The hits as `kind: excerpt` with the matches in brackets.
  private List<String> found(String... arguments) {
    return hits(arguments).stream()
        .map(hit -> hit.path("in").asString() + ": " + marked(hit))
        .toList();
  }

  private static String marked(JsonNode hit) {
    var text = new StringBuilder(hit.path("excerpt").asString());
    for (var match : hit.path("matches").values().stream().toList().reversed()) {
      var start = match.path(0).asInt();
      text.insert(start + match.path(1).asInt(), ']').insert(start, '[');
    }
    return text.toString();
  }

  @Test
  void a_word_is_found_in_each_kind_of_text_newest_first() {
    assertThat(hits("quagga").stream().map(hit -> hit.path("in").asString()))
        .containsExactly("output", "diffs", "output", "commands", "output", "prompts");
    assertThat(hits("quagga", "--reverse").stream().map(hit -> hit.path("in").asString()))
        .containsExactly("prompts", "output", "commands", "output", "diffs", "output");
  }

  @Test
  void each_kind_can_be_asked_for_alone() {
    assertThat(found("quagga", "--in", "prompts"))
        .containsExactly("prompts: Where is the [quagga] counted?");
    assertThat(found("quagga", "--in", "commands"))
        .containsExactly("commands: grep -rn [quagga] src/main\nFind every [quagga]");
    assertThat(found("quagga", "--in", "diffs")).containsExactly("diffs: +  int [quagga];");
    assertThat(found("quagga", "--in", "output"))
        .containsExactly(
            "output: Now the [quagga] is counted.",
            "output: src/main/Herd.java:12: // no [quagga] yet",
            "output: I look for the [quagga] first.");
  }

  @Test
  void a_hit_says_where_it_is() {
    var hit = hits("quagga", "--in", "commands").getFirst();
    assertThat(hit.path("session").asString()).hasSize(32);
    assertThat(hit.path("step").asString()).hasSize(16);
    assertThat(hit.path("turn").asString()).hasSize(16);
    assertThat(hit.path("agent").asString()).isEqualTo("claude");
    assertThat(hit.path("at").asString()).isEqualTo("2026-03-02T10:00:03.000Z");
    assertThat(hit.path("title").asString()).isEqualTo("Where is the quagga counted?");
    assertThat(hit.path("tool").asString()).isEqualTo("Bash");
    var shown = world.clew("show", hit.path("step").asString(), "--json").json().getFirst();
    assertThat(shown.path("session")).isEqualTo(hit.path("session"));
    var prompt = hits("quagga", "--in", "prompts").getFirst();
    assertThat(prompt.has("step")).isFalse();
    assertThat(world.clew("show", prompt.path("turn").asString()).out()).contains("quagga");
  }

  @Test
  void filters_narrow_it() {
    assertThat(hits("quagga", "--agent", "claude")).hasSize(6);
    assertThat(hits("quagga", "--agent", "nobody")).isEmpty();
    assertThat(hits("quagga", "--repo", "/src/app")).hasSize(6);
    assertThat(hits("quagga", "--repo", "/src/other")).isEmpty();
    assertThat(hits("quagga", "--since", "2026-03-02T10:00:05Z")).hasSize(2);
    assertThat(hits("quagga", "--since", "2026-03-03")).isEmpty();
    assertThat(hits("quagga", "--session", "last")).hasSize(6);
  }

  @Test
  void pages_follow_each_other() {
    var all = hits("quagga");
    var paged = new ArrayList<JsonNode>();
    for (var i = 0; i < 8; i++) {
      paged.addAll(hits("quagga", "--limit", "1", "--offset", Integer.toString(i)));
    }
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void whatever_is_typed_is_looked_for_and_never_a_mistake_in_a_language() {
    for (var typed :
        List.of(
            "quagga AND zebra",
            "quagga OR nothing",
            "NOT quagga",
            "NEAR(quagga zebra)",
            "terms:quagga",
            "{terms} : quagga",
            "^quagga",
            "quagga + zebra",
            "\"quagga",
            "quagga\"\"",
            "'quagga'",
            "quagga'); DROP TABLE text; --",
            "quagga\0zebra",
            "* quagga **",
            "quagga (",
            "qua%",
            "a".repeat(100_000),
            "quagga ".repeat(15_000),
            "\"" + "x y ".repeat(25_000) + "\"",
            "🦓 quagga 漢字 ز ก็ \ud800")) {
      var ran = world.clew("search", "--json", typed);
      assertThat(ran.exit().code()).as(typed).isZero();
    }
    assertThat(found("quagga ".repeat(15_000))).hasSize(6);
    assertThat(found("'quagga'")).isEmpty();
  }

  @Test
  void what_has_nothing_to_look_up_is_answered_with_what_is_missing() {
    for (var typed : List.of("", " ", "->", "\"\"", "*")) {
      var ran = world.clew("search", "--", typed);
      assertThat(ran.exit().code()).as(typed).isEqualTo(2);
      assertThat(ran.err()).contains("letter or digit");
    }
  }

  @Test
  void other_scripts_and_emoji_are_found() {
    assertThat(found("縞馬", "--in", "output")).containsExactly("output: これは[縞馬]です 🦓!");
    assertThat(found("🦓")).containsExactly("output: これは縞馬です [🦓]!");
    assertThat(found("STRASSE")).isEmpty();
    assertThat(found("strasse")).isEmpty();
    assertThat(found("Straße")).containsExactly("output: Naïve [STRAßE]");
    assertThat(found("naive")).containsExactly("output: [Naïve] STRAßE");
  }

  @Test
  void what_a_sub_agent_is_told_is_found_in_the_call_that_started_it() {
    assertThat(found("pachyderm")).containsExactly("commands: Count every [pachyderm]");
  }

  @Test
  void a_copy_of_a_transcript_adds_no_hit() throws Exception {
    var before = hits("quagga");
    try (var files = Files.list(FIXTURES)) {
      for (var file : files.collect(Collectors.toSet())) {
        world.write("copy/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    world.importAll();
    assertThat(hits("quagga")).isEqualTo(before);
  }

  @Test
  void a_resumed_session_that_repeats_steps_adds_no_hit() {
    var lines =
        new ClaudeLines(
            "r", "5e551000-0000-4000-8000-00000000000c", Instant.parse("2026-03-02T11:00:00Z"));
    lines.bash("search3", "toolu_search1", "grep -rn quagga src/main");
    lines.result("toolu_search1", "src/main/Herd.java:12: // no quagga yet", false);
    world.write(
        "r/5e551000-0000-4000-8000-00000000000c.jsonl", lines.lines().toArray(String[]::new));
    world.importAll();
    var commands = hits("quagga", "--in", "commands");
    assertThat(commands).hasSize(1);
    assertThat(commands.getFirst().path("at").asString()).isEqualTo("2026-03-02T10:00:03.000Z");
    assertThat(hits("quagga")).hasSize(6);
  }

  @Test
  void nothing_found_is_told_by_the_exit_code() {
    var ran = world.clew("search", "unheard");
    assertThat(ran.exit().code()).isEqualTo(1);
    assertThat(ran.err()).contains("nothing found");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void a_store_without_text_says_so() throws Exception {
    World.delete(world.home().folder());
    Files.createDirectories(world.home().folder());
    Files.writeString(world.home().config(), "{\"capture_mode\":\"metadata\"}");
    world.importAll();
    var ran = world.clew("search", "quagga");
    assertThat(ran.exit().code()).isEqualTo(1);
    assertThat(ran.err()).contains("capture mode metadata");
    assertThat(hits("text")).isEmpty();
  }
}
