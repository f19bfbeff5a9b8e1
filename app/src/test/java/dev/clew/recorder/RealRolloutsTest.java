package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Answers;
import dev.clew.testing.Samples;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Real rollouts, where there are some: what the store answers equals what is counted here, from
/// the raw files and in another way.
///
/// Where two files are of one session (two states of it), their counts are not compared.
class RealRolloutsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path OURS = Path.of("src/test/fixtures/capture/codex/session.jsonl");

  @TempDir private Path folder;

  /// What one file holds.
  private static final class Count {
    String thread = "";
    long lines;
    long badLines;
    long prompts;
    long rawPrompts;
    long input;
    long cached;
    long output;
    long reasoning;
    final Set<String> tools = new HashSet<>();

    void take(JsonNode line) {
      var payload = line.path("payload");
      switch (payload.path("type").asString(line.path("type").asString(""))) {
        case "session_meta" -> thread = thread.isEmpty() ? payload.path("id").asString("") : thread;
        case "user_message" -> prompts++;
        case "function_call", "custom_tool_call", "tool_search_call", "web_search_end" ->
            tools.add(payload.path("call_id").asString());
        case "token_count" -> {
          var total = payload.path("info").path("total_token_usage");
          if (total.isObject()) {
            // The total of all real files at hand only grows: the last one is the sum.
            input = total.path("input_tokens").asLong();
            cached = total.path("cached_input_tokens").asLong();
            output = total.path("output_tokens").asLong();
            reasoning = total.path("reasoning_output_tokens").asLong();
          }
        }
        default -> rawPrompts += payload.path("role").asString("").equals("user") ? 1 : 0;
      }
    }

    Map<String, Long> tokens() {
      var tokens = new TreeMap<String, Long>();
      tokens.put("input", input - cached);
      tokens.put("cache_read", cached);
      tokens.put("cache_write_5m", 0L);
      tokens.put("cache_write_1h", 0L);
      tokens.put("output", output - reasoning);
      tokens.put("reasoning", reasoning);
      return tokens;
    }
  }

  private static Count count(Path file) throws IOException {
    var count = new Count();
    for (var line : new String(Files.readAllBytes(file), UTF_8).split("\n", -1)) {
      if (!line.isBlank()) {
        count.lines++;
        try {
          count.take(JSON.readTree(line));
        } catch (JacksonException e) {
          count.badLines++;
        }
      }
    }
    return count;
  }

  @Test
  void the_store_counts_what_the_files_hold() throws IOException {
    var world = new World(folder);
    var samples = Samples.files("codex", ".jsonl");
    var root = samples.isEmpty() ? OURS : Path.of("../../shared/samples/codex");
    var results = world.clew("import", root.toAbsolutePath().toString(), "--json").json();
    var sessions = new TreeMap<String, JsonNode>();
    for (var row : world.clew("sessions", "--json").json()) {
      sessions.put(row.path("agent_session").asString(), row);
    }
    var seen = new HashSet<String>();
    for (var result : results) {
      if (result.path("agent").asString("").equals("codex")) {
        var file = Path.of(result.path("path").asString());
        var count = count(file);
        assertThat(result.path("lines").asLong()).as("%s", file).isEqualTo(count.lines);
        assertThat(result.path("bad_lines").asLong()).as("%s", file).isEqualTo(count.badLines);
        if (sessions.containsKey(count.thread) && !file.toString().contains("git-ai")) {
          assertThat(seen.add(count.thread)).as("%s", file).isTrue();
          check(file, count, sessions.get(count.thread));
        }
      }
    }
    assertThat(seen).isNotEmpty();
    var before = Answers.of(world);
    world.clew("import", root.toAbsolutePath().toString());
    assertThat(Answers.difference(before, Answers.of(world))).isEmpty();
  }

  private static void check(Path file, Count count, JsonNode row) {
    var tokens = new TreeMap<String, Long>();
    for (var bucket : row.path("tokens").properties()) {
      tokens.put(bucket.getKey(), bucket.getValue().asLong());
    }
    assertThat(tokens).as("%s", file).isEqualTo(count.tokens());
    assertThat(row.path("tool_calls").asInt()).as("%s", file).isEqualTo(count.tools.size());
    assertThat(row.path("turns").asLong())
        .as("%s", file)
        .isEqualTo(count.prompts > 0 ? count.prompts : count.rawPrompts);
  }
}
