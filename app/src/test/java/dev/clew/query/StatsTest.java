package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is counted is what would be listed.
class StatsTest {
  private static final List<String> REPOS = List.of("/src/app", "/src/app/sub", "/src/other");
  private static final List<String> MODELS = List.of("claude-sonnet-4", "claude-sonnet-4-5", "m");
  private static final List<String> SUMMED =
      List.of("turns", "model_calls", "tool_calls", "errors", "files_changed", "commands");

  @TempDir private Path folder;

  @Test
  void a_facets_count_is_the_length_of_the_list_that_choosing_it_gives() {
    Cases.forAll(
        3,
        random -> {
          var world = world(random);
          for (var filter : filters(random)) {
            check(world, filter);
          }
          World.delete(world.home().folder());
        });
  }

  private static void check(World world, Map<String, String> filter) {
    var rows = world.clew(command("stats", filter)).json();
    var listed = world.clew(command("sessions", filter)).json();
    assertThat(rows.getFirst().path("sessions").asInt()).isEqualTo(listed.size());
    if (!filter.containsKey("top")) {
      for (var name : SUMMED) {
        var sum = listed.stream().mapToLong(row -> row.path(name).asLong()).sum();
        assertThat(rows.getFirst().path(name).asLong()).as(name).isEqualTo(sum);
      }
    }
    for (var row : rows.subList(1, rows.size())) {
      var other = new TreeMap<>(filter);
      other.put(row.path("by").asString(), row.path("key").asString());
      assertThat(row.path("sessions").asInt())
          .as("%s with %s", row, filter)
          .isEqualTo(world.clew(command("sessions", other)).json().size());
    }
  }

  @Test
  void totals_of_the_sessions_without_their_subagents_hold_the_subagents_work() {
    Cases.forAll(
        2,
        random -> {
          var world = world(random);
          var all = world.clew("stats", "--json", "--by", "none").json().getFirst();
          var top = world.clew("stats", "--json", "--by", "none", "--top").json().getFirst();
          assertThat(top.path("tokens")).isEqualTo(all.path("tokens"));
          assertThat(top.path("cost_usd")).isEqualTo(all.path("cost_usd"));
          assertThat(sum(top, "sessions", "subagents")).isEqualTo(sum(all, "sessions"));
          World.delete(world.home().folder());
        });
  }

  private static long sum(JsonNode row, String... names) {
    return List.of(names).stream().mapToLong(name -> row.path(name).asLong()).sum();
  }

  private static String[] command(String question, Map<String, String> filter) {
    var words = new ArrayList<>(List.of(question, "--json"));
    filter.forEach((name, value) -> {
      words.add("--" + name);
      if (!value.equals("true")) {
        words.add(value);
      }
    });
    return words.toArray(String[]::new);
  }

  private static List<Map<String, String>> filters(RandomGenerator random) {
    return List.of(
        Map.of(),
        Map.of("top", "true"),
        Map.of("top", "true", "errors", "true"),
        Map.of("model", pick(MODELS, random), "since", "2d"),
        Map.of("top", "true", "repo", pick(REPOS, random), "model", "sonnet"),
        Map.of("top", "true", "subagents", "true", "until", "2026-11-19"));
  }

  private World world(RandomGenerator random) {
    var world = new World(folder.resolve("w" + random.nextLong()));
    for (var n = 0; n < 7; n++) {
      var session = "5e551000-0000-4000-8000-00000000000" + n;
      var start = World.NOW.minusSeconds(random.nextInt(5 * 86_400));
      var lines = new ClaudeLines("n" + n, session, start);
      lines.prompt("go").text("a" + n, "yes", 20).bash("a" + n, "t" + n, "make");
      lines.result("t" + n, "done", random.nextBoolean());
      write(world, session + ".jsonl", lines, random);
      if (random.nextBoolean()) {
        var child = new ClaudeLines("c" + n, session, start.plusSeconds(5)).subagent("b" + n);
        child.prompt("look").text("b" + n, "seen", 30).bash("b" + n, "u" + n, "ls");
        child.result("u" + n, "", random.nextBoolean());
        write(world, session + "/subagents/agent-b" + n + ".jsonl", child, random);
      }
    }
    world.importAll();
    return world;
  }

  private static void write(World world, String name, ClaudeLines lines, RandomGenerator random) {
    var repo = pick(REPOS, random);
    var model = pick(MODELS, random);
    world.write(
        name,
        lines.lines().stream()
            .map(line -> line.replace("/src/app", repo))
            .map(line -> line.replace("claude-sonnet-4-5-20250929", model))
            .toArray(String[]::new));
  }

  private static String pick(List<String> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }
}
