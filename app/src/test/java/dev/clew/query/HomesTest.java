package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Answers;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sessions that repeat one another's records, and sub-agents: each call has one home, whatever the
/// order in which files are imported.
class HomesTest {
  private static final String A = "5e551000-0000-4000-8000-00000000000a";
  private static final String B = "5e551000-0000-4000-8000-00000000000b";
  private static final String C = "5e551000-0000-4000-8000-00000000000c";
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  @TempDir private Path folder;
  private final AtomicInteger worlds = new AtomicInteger();

  private static ClaudeLines original() {
    var lines = new ClaudeLines("a", A, START);
    lines.prompt("first").bash("1", "toolu_1", "ls").result("toolu_1", "x", false);
    return lines.text("2", "listed", 30);
  }

  private static List<String> copied(List<String> lines, String from, String to) {
    return lines.stream().map(line -> line.replace(from, to)).toList();
  }

  private static List<String> joined(List<String> one, List<String> other) {
    var all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  /// A session that was resumed an hour later.
  private static List<String> resumed(List<String> lines, String from, String to, int hours) {
    var own = new ClaudeLines("own" + hours, to, START.plusSeconds(3600L * hours));
    own.prompt("go on").bash("r" + hours, "toolu_r" + hours, "pwd");
    return joined(copied(lines, from, to), own.result("toolu_r" + hours, "/", false).lines());
  }

  /// The rows by the agent's id of the session, and of the sub-agent after a slash.
  private record Sessions(Map<String, JsonNode> rows) {
    JsonNode of(String id) {
      return Objects.requireNonNull(rows.get(id), id);
    }
  }

  /// Imports the files in every order; the sessions by the agent's id, the same every time.
  private Sessions inEveryOrder(Map<String, List<String>> files) {
    List<String> first = List.of();
    var sessions = new Sessions(Map.of());
    for (var order : permutations(List.copyOf(files.keySet()))) {
      var world = new World(folder.resolve("world-" + worlds.incrementAndGet()));
      for (var name : order) {
        var file =
            world.write(name, Objects.requireNonNull(files.get(name)).toArray(String[]::new));
        world.clew("import", file.toString());
      }
      var answers = Answers.of(world);
      first = first.isEmpty() ? answers : first;
      assertThat(Answers.difference(first, answers)).as("order %s", order).isEmpty();
      sessions = sessions(world);
    }
    return sessions;
  }

  private static Sessions sessions(World world) {
    var sessions = new LinkedHashMap<String, JsonNode>();
    for (var row : world.clew("sessions", "--json").json()) {
      var subagent = row.path("subagent").asString("");
      sessions.put(
          row.path("agent_session").asString() + (subagent.isEmpty() ? "" : "/" + subagent), row);
    }
    return new Sessions(sessions);
  }

  private static List<List<String>> permutations(List<String> names) {
    if (names.isEmpty()) {
      return List.of(List.of());
    }
    var all = new ArrayList<List<String>>();
    for (var name : names) {
      var rest = new ArrayList<>(names);
      rest.remove(name);
      permutations(rest).forEach(tail -> all.add(joined(List.of(name), tail)));
    }
    return all;
  }

  private static void counts(JsonNode session, int turns, int modelCalls, int toolCalls) {
    assertThat(
            List.of(
                session.path("turns").asInt(),
                session.path("model_calls").asInt(),
                session.path("tool_calls").asInt()))
        .as(session.toString())
        .containsExactly(turns, modelCalls, toolCalls);
  }

  @Test
  void a_resumed_session_counts_only_what_it_added() {
    var a = original().lines();
    var sessions = inEveryOrder(Map.of(A + ".jsonl", a, B + ".jsonl", resumed(a, A, B, 1)));
    counts(sessions.of(A), 1, 2, 1);
    counts(sessions.of(B), 1, 1, 1);
    assertThat(sessions.of(B).path("parent_session")).isEqualTo(sessions.of(A).path("session"));
    assertThat(sessions.of(A).has("parent_session")).isFalse();
  }

  @Test
  void a_chain_of_forks_counts_each_call_once_in_the_earliest() {
    var a = original().lines();
    var b = resumed(a, A, B, 1);
    var c = resumed(b, B, C, 2);
    var sessions = inEveryOrder(Map.of(A + ".jsonl", a, B + ".jsonl", b, C + ".jsonl", c));
    counts(sessions.of(A), 1, 2, 1);
    counts(sessions.of(B), 1, 1, 1);
    counts(sessions.of(C), 1, 1, 1);
    assertThat(sessions.of(C).path("parent_session")).isEqualTo(sessions.of(B).path("session"));
  }

  @Test
  void a_fork_of_a_session_that_went_on_counts_only_what_it_added() {
    var start = original();
    var shared = start.lines();
    start.bash("3", "toolu_3", "make").result("toolu_3", "ok", false);
    var sessions =
        inEveryOrder(Map.of(A + ".jsonl", start.lines(), B + ".jsonl", resumed(shared, A, B, 1)));
    counts(sessions.of(A), 1, 3, 2);
    counts(sessions.of(B), 1, 1, 1);
  }

  @Test
  void one_uuid_with_two_contents_is_kept_twice_and_counted_once() {
    var a = original().lines();
    var other = copied(a, "\"output_tokens\":30", "\"output_tokens\":44");
    var sessions = inEveryOrder(Map.of("x/" + A + ".jsonl", a, "y/" + A + ".jsonl", other));
    counts(sessions.of(A), 1, 2, 1);
    assertThat(sessions.of(A).path("tokens").path("output").asInt()).isEqualTo(20 + 44);
  }

  private static List<String> started(String tool, String agent) {
    var lines = new ClaudeLines("a", A, START);
    var input = JsonMapper.shared().createObjectNode();
    lines.prompt("delegate").tool("1", tool, "Task", input.put("description", "look around"));
    var result = lines.bare("user");
    result
        .putObject("message")
        .put("role", "user")
        .putArray("content")
        .addObject()
        .put("type", "tool_result")
        .put("tool_use_id", tool)
        .put("content", "found");
    result
        .putObject("toolUseResult")
        .put("agentId", agent)
        .put("agentType", "Explore")
        .put("status", "completed")
        .put("totalDurationMs", 1500);
    return lines.raw(result.toString()).lines();
  }

  private static List<String> subagent(String id) {
    var lines = new ClaudeLines("s" + id, A, START.plusSeconds(1).plusMillis(300)).subagent(id);
    lines.prompt("look around").bash("s" + id, "toolu_s" + id, "find .");
    return lines.result("toolu_s" + id, "./x", true).lines();
  }

  @Test
  void a_subagent_belongs_to_the_step_that_started_it_and_its_sums_to_both() {
    for (var name : List.of(A + "/subagents/agent-a1.jsonl", "agent-a1.jsonl")) {
      var sessions =
          inEveryOrder(Map.of(A + ".jsonl", started("toolu_t", "a1"), name, subagent("a1")));
      var main = sessions.of(A);
      var sub = sessions.of(A + "/a1");
      counts(main, 1, 1, 1);
      counts(sub, 0, 1, 1);
      assertThat(sub.path("parent_session")).isEqualTo(main.path("session"));
      assertThat(sub.path("trace_id")).isEqualTo(main.path("trace_id"));
      assertThat(sub.path("subagent_type").asString()).isEqualTo("Explore");
      assertThat(main.path("total_model_calls").asInt()).isEqualTo(2);
      assertThat(main.path("total_tool_calls").asInt()).isEqualTo(2);
      assertThat(main.path("total_errors").asInt()).isEqualTo(1);
      assertThat(main.path("total_tokens").path("output").asInt()).isEqualTo(40);
    }
  }

  @Test
  void an_orphaned_subagent_has_no_parent_and_is_listed() {
    var sessions = inEveryOrder(Map.of(A + "/subagents/agent-a9.jsonl", subagent("a9")));
    assertThat(sessions.rows()).containsOnlyKeys(A + "/a9");
    counts(sessions.of(A + "/a9"), 0, 1, 1);
    assertThat(sessions.of(A + "/a9").has("parent_session")).isFalse();
  }

  @Test
  void a_subagent_that_no_step_names_belongs_to_its_main_session() {
    var sessions =
        inEveryOrder(
            Map.of(
                A + ".jsonl", original().lines(), A + "/subagents/agent-a9.jsonl", subagent("a9")));
    assertThat(sessions.of(A + "/a9").path("parent_session"))
        .isEqualTo(sessions.of(A).path("session"));
    assertThat(sessions.of(A).path("total_model_calls").asInt()).isEqualTo(3);
  }

  @Test
  void rows_add_up_to_what_was_done() {
    var a = joined(original().lines(), List.of());
    var world = new World(folder.resolve("sum"));
    world.write(A + ".jsonl", a.toArray(String[]::new));
    world.write(B + ".jsonl", resumed(a, A, B, 1).toArray(String[]::new));
    world.write(A + "/subagents/agent-a9.jsonl", subagent("a9").toArray(String[]::new));
    world.importAll();
    long output = 0;
    for (var row : sessions(world).rows().values()) {
      output += row.path("tokens").path("output").asLong();
    }
    assertThat(output).isEqualTo(20 + 30 + 20 + 20);
    var cost = world.clew("cost", "--json").json().getFirst();
    assertThat(cost.path("tokens").path("output").asLong()).isEqualTo(output);
    assertThat(cost.path("model_calls").asInt()).isEqualTo(4);
  }
}
