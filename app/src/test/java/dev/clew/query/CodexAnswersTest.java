package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.clew.testing.Answers;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What can be asked of Codex's sessions, fixture by fixture.
class CodexAnswersTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures/capture/codex");

  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  private JsonNode session(String fixture) {
    world.clew("import", fixture(fixture), "--json");
    return world.clew("show", "last", "--json").json().getFirst();
  }

  private static String fixture(String name) {
    return FIXTURES.resolve(name + ".jsonl").toAbsolutePath().toString();
  }

  private List<JsonNode> log() {
    return world.clew("log", "--all", "--reverse", "--json").json();
  }

  private static String kinds(List<JsonNode> steps) {
    return steps.stream()
        .map(step -> step.path("kind").asString())
        .collect(Collectors.joining(" "));
  }

  private static String tokens(JsonNode row) {
    return row.path("tokens").values().stream()
        .map(JsonNode::asString)
        .collect(Collectors.joining(" "));
  }

  @Test
  void calls_are_what_was_written_between_changes_of_the_total() {
    var session = session("session");
    assertThat(session.path("model_calls").asInt()).isEqualTo(3);
    assertThat(tokens(session)).isEqualTo("900 2600 0 0 90 30");
    assertThat(session.path("cost_usd").asDouble()).isEqualTo(0.0047);
    assertThat(kinds(log())).isEqualTo("llm_call bash_command llm_call bash_command llm_call");
    assertThat(log().stream().map(CodexAnswersTest::tokens))
        .containsExactly("600 400 0 0 30 20", "", "200 1000 0 0 30 10", "", "100 1200 0 0 30 0");
  }

  @Test
  void a_prompt_is_told_once_and_without_the_harness_own_words() {
    var session = session("session");
    assertThat(session.path("turns").asInt()).isEqualTo(1);
    var turn = session.path("turn_list").path(0).path("turn").asString();
    assertThat(world.clew("show", turn, "--json").json().getFirst().path("prompt").asString())
        .isEqualTo("Make the greeting polite.");
  }

  @Test
  void a_command_has_its_exit_code_and_time() {
    session("session");
    var failed =
        world.clew("show", log().get(3).path("step").asString(), "--json").json().getFirst();
    assertThat(failed.path("status").asString()).isEqualTo("error");
    assertThat(failed.path("duration_ms").asInt()).isEqualTo(1500);
    assertThat(failed.path("command").path("exit_code").asInt()).isEqualTo(1);
    assertThat(failed.path("command").path("command").asString()).isEqualTo("pytest -q");
  }

  @Test
  void a_call_shows_what_the_model_thought_and_said() {
    session("session");
    var call =
        world.clew("show", log().getFirst().path("step").asString(), "--json").json().getFirst();
    assertThat(call.path("text").asString()).isEqualTo("I look at the file.");
    assertThat(call.path("thinking").asString()).startsWith("**Reading the file**");
    assertThat(call.path("model").asString()).isEqualTo("gpt-5.4");
  }

  @Test
  void a_patch_touches_files_whether_a_tool_or_a_shell_applies_it() {
    var session = session("patch");
    assertThat(session.path("errors").asInt()).isEqualTo(1);
    var files = world.clew("files", "last", "--json").json();
    assertThat(files.stream().map(file -> file.path("path").asString()))
        .containsExactly(
            "/src/app/gone.py",
            "/src/app/moved.py",
            "/src/app/new.py",
            "/src/app/old.py",
            "/src/app/same.py");
    var patch =
        world.clew("show", log().get(1).path("step").asString(), "--json").json().getFirst();
    assertThat(patch.path("files").toString()).contains("-    return 1", "+    return 2", "+x = 1");
  }

  @Test
  void a_file_from_before_the_envelope_reads() {
    var session = session("legacy");
    assertThat(session.path("branch").asString()).isEqualTo("old");
    assertThat(session.path("turns").asInt()).isEqualTo(1);
    assertThat(session.path("model_calls").asInt()).isEqualTo(2);
    assertThat(session.path("commands").asInt()).isEqualTo(1);
    assertThat(session.path("unknown")).isEmpty();
  }

  @Test
  void history_in_pages_tells_the_same_things_once() {
    var session = session("paged");
    assertThat(session.path("turns").asInt()).isEqualTo(1);
    assertThat(session.path("model_calls").asInt()).isEqualTo(1);
    assertThat(session.path("unknown").toString())
        .isEqualTo("{\"item_completed.type:NewThing\":1}");
    assertThat(kinds(log()))
        .isEqualTo("llm_call bash_command patch_apply mcp_call network_call file_read");
    assertThat(log().get(3).path("error").asString()).isEqualTo("server is gone");
  }

  @Test
  void totals_that_begin_anew_or_miss_a_count_are_counted_by_their_growth() {
    var session = session("totals");
    // 100 + 300 + 70 + 100 in, of these 120 and 30 from the cache and 40 to it
    assertThat(tokens(session)).isEqualTo("380 150 40 0 55 2");
    assertThat(session.path("unknown").toString()).isEqualTo("{\"event_msg.token_count.info\":1}");
  }

  @Test
  void turns_models_and_settings_change_where_the_file_says_so() {
    var session = session("turns");
    assertThat(session.path("turns").asInt()).isEqualTo(4);
    assertThat(session.path("models").toString()).contains("gpt-5.4-mini");
    assertThat(session.path("compactions").asInt()).isEqualTo(1);
    assertThat(session.path("aborted_turns").toString()).isEqualTo("{\"interrupted\":1}");
    assertThat(session.path("api_errors")).hasSize(2);
    assertThat(session.path("settings").path("sandbox").toString())
        .isEqualTo("[\"workspace-write\",\"danger-full-access\"]");
    assertThat(session.path("settings").path("effort").toString()).isEqualTo("[\"high\",\"low\"]");
  }

  @Test
  void every_kind_of_tool_is_a_step_with_an_answer() {
    var session = session("tools");
    assertThat(session.path("gaps")).isEmpty();
    assertThat(session.path("approvals").toString()).contains("exec_approval_request");
    assertThat(log().stream().filter(step -> step.path("status").asString().equals("error")))
        .extracting(step -> step.path("tool").asString())
        .containsExactly("shell_command", "broken");
  }

  @Test
  void copied_history_counts_once_in_whatever_order_the_files_come() {
    var files = List.of(fixture("fork/parent"), fixture("fork/child"));
    for (var order : List.of(files, files.reversed())) {
      var each = new World(folder.resolve("world" + files.indexOf(order.getFirst())));
      order.forEach(file -> each.clew("import", file));
      var sessions = each.clew("sessions", "--json").json();
      assertThat(sessions.stream().map(CodexAnswersTest::tokens))
          .containsExactlyInAnyOrder("1300 2000 0 0 140 40", "200 1100 0 0 35 5");
      assertThat(sessions.stream().mapToInt(row -> row.path("model_calls").asInt()).sum())
          .isEqualTo(4);
      assertThat(sessions.stream().mapToInt(row -> row.path("tool_calls").asInt()).sum())
          .isEqualTo(1);
      assertThat(sessions.stream().mapToInt(row -> row.path("turns").asInt()).sum()).isEqualTo(3);
      assertThat(sessions.stream().filter(row -> row.has("parent_session"))).hasSize(1);
    }
  }

  @Test
  void a_sub_agent_nests_below_the_step_that_started_it() {
    world.clew("import", FIXTURES.resolve("subagent").toAbsolutePath().toString());
    var sessions = world.clew("sessions", "--json").json();
    var child = sessions.stream().filter(row -> row.has("subagent")).findFirst().orElseThrow();
    var parent = sessions.stream().filter(row -> !row.has("subagent")).findFirst().orElseThrow();
    assertThat(child.path("parent_session")).isEqualTo(parent.path("session"));
    assertThat(child.path("subagent_type").asString()).isNotEmpty();
    assertThat(tokens(parent)).isEqualTo("1100 1000 0 0 90 0");
    assertThat(tokens(child)).isEqualTo("300 1600 0 0 25 0");
    assertThat(parent.path("total_model_calls").asInt()).isEqualTo(4);
    var spawn = log().stream().filter(step -> step.has("child_session")).findFirst().orElseThrow();
    assertThat(spawn.path("kind").asString()).isEqualTo("subagent");
    assertThat(spawn.path("child_session")).isEqualTo(child.path("session"));
  }

  @Test
  void a_packed_file_reads_like_the_plain_one_and_adds_nothing_to_it() throws IOException {
    var plain = Files.readAllBytes(FIXTURES.resolve("session.jsonl"));
    world.write("rollout.jsonl.zst", Zstd.compress(plain));
    assertThat(world.importAll().getFirst().path("lines").asInt()).isEqualTo(25);
    var before = Answers.of(world);
    world.write("rollout.jsonl", plain);
    assertThat(world.importAll().stream().map(file -> file.path("status").asString("total")))
        .containsExactlyInAnyOrder("imported", "unchanged", "total");
    var entries = world.clew("status", "--json").json().getFirst().path("entries").asInt();
    assertThat(entries).isEqualTo(25);
    assertThat(Answers.difference(before, Answers.of(world))).isEmpty();
  }

  @Test
  void a_packed_file_that_is_cut_says_where_and_reads_on_when_it_is_whole() throws IOException {
    var lines = Files.readString(FIXTURES.resolve("session.jsonl")).repeat(200);
    var packed = Zstd.compress(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    world.write("rollout.jsonl.zst", Arrays.copyOf(packed, packed.length - 9));
    var cut = world.importAll().getFirst();
    assertThat(cut.path("status").asString()).isEqualTo("failed");
    assertThat(cut.path("reason").asString()).contains("cut or damaged after", "bytes of text");
    world.write("rollout.jsonl.zst", packed);
    assertThat(world.importAll().getFirst().path("lines").asInt()).isEqualTo(200 * 25);
  }

  @Test
  void a_small_file_that_unpacks_to_a_long_line_stays_within_memory() {
    world.write("rollout.jsonl.zst", Zstd.compress(new byte[200 << 20]));
    var skipped = world.importAll().getFirst();
    assertThat(skipped.path("status").asString()).isEqualTo("skipped");
  }
}
