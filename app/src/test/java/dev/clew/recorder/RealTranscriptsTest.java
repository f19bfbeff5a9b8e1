package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Samples;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/// Real transcripts, where there are some: what the store answers equals what is counted here, from
/// the raw files and in another way.
class RealTranscriptsTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final Path OURS = Path.of("src/test/fixtures/capture/claude");

  @TempDir private Path folder;

  /// What one file, or all of them, hold.
  private static final class Count {
    long lines;
    long badLines;
    private int anonymous;
    final Map<String, JsonNode> messages = new HashMap<>();
    final Set<String> tools = new HashSet<>();

    void take(JsonNode line) {
      if (!line.path("type").asString("").equals("assistant")) {
        return;
      }
      var message = line.path("message");
      if (!message.isObject() || message.path("model").asString("").equals("<synthetic>")) {
        return; // no model was called, or nothing is told of it
      }
      anonymous++;
      var name = line.path("uuid").asString("anonymous " + anonymous);
      var id = message.path("id").asString(name);
      var key = id + " " + line.path("requestId").asString("");
      messages.merge(key, message.path("usage"), (a, b) -> output(b) > output(a) ? b : a);
      for (var block : message.path("content").values()) {
        if (block.path("type").asString("").equals("tool_use")) {
          tools.add(block.path("id").asString());
        }
      }
    }

    private static long output(JsonNode usage) {
      return usage.path("output_tokens").asLong(-1);
    }

    Map<String, Long> tokens() {
      var sums = new TreeMap<String, Long>();
      for (var usage : messages.values()) {
        var hour = usage.path("cache_creation").path("ephemeral_1h_input_tokens").asLong(0);
        sums.merge("input", usage.path("input_tokens").asLong(0), Long::sum);
        sums.merge("cache_read", usage.path("cache_read_input_tokens").asLong(0), Long::sum);
        sums.merge("cache_write_1h", hour, Long::sum);
        sums.merge(
            "cache_write_5m",
            usage.path("cache_creation_input_tokens").asLong(0) - hour,
            Long::sum);
        sums.merge("output", usage.path("output_tokens").asLong(0), Long::sum);
        sums.merge("reasoning", 0L, Long::sum);
      }
      return sums;
    }
  }

  private static Count count(Path file, Count all) throws IOException {
    var count = new Count();
    for (var line : new String(Files.readAllBytes(file), UTF_8).split("\n", -1)) {
      if (line.isBlank()) {
        continue;
      }
      count.lines++;
      try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(line)) {
        for (var value : values.readAll()) {
          count.take(value);
          all.take(value);
        }
      } catch (JacksonException e) {
        count.badLines++;
      }
    }
    return count;
  }

  @Test
  void the_store_counts_what_the_files_hold() throws IOException {
    var world = new World(folder);
    var samples = Samples.files("claude", ".jsonl");
    var root = samples.isEmpty() ? OURS : Path.of("../../shared/samples/claude");
    var all = new Count();
    var ran = world.clew("import", root.toAbsolutePath().toString(), "--json");
    assertThat(ran.exit().code()).isZero();
    var results = ran.json();
    for (var result : results.subList(0, results.size() - 1)) {
      var path = result.path("path").asString();
      if (result.path("status").asString().equals("skipped")) {
        continue;
      }
      var count = count(Path.of(path), all);
      assertThat(List.of(result.path("lines").asLong(), result.path("bad_lines").asLong()))
          .as(path)
          .containsExactly(count.lines, count.badLines);
    }
    totals(world, all);
    unchanged(world, root);
  }

  private static void totals(World world, Count all) {
    long calls = 0;
    var tokens = new TreeMap<String, Long>();
    for (var row : world.clew("sessions", "--json").json()) {
      calls += row.path("model_calls").asLong();
      row.path("tokens")
          .properties()
          .forEach(each -> tokens.merge(each.getKey(), each.getValue().asLong(), Long::sum));
    }
    assertThat(calls).isEqualTo(all.messages.size());
    if (!all.tools.contains("7")) { // ours hold numbers that are nobody's
      assertThat(tokens).isEqualTo(all.tokens());
      var asked = new HashSet<String>();
      var steps = world.clew("log", "--all", "--json").json();
      steps.stream()
          .filter(step -> !step.path("kind").asString().equals("llm_call"))
          .filter(step -> !step.path("title").asString().isEmpty())
          .forEach(step -> asked.add(step.path("step").asString()));
      assertThat(asked).hasSize(all.tools.size());
    }
  }

  private static void unchanged(World world, Path root) {
    var entries = world.clew("verify", "--json").json().getFirst();
    assertThat(entries.path("ok").asBoolean()).isTrue();
    var again = world.clew("import", root.toAbsolutePath().toString(), "--json").json();
    assertThat(again.subList(0, again.size() - 1))
        .allSatisfy(
            each -> assertThat(each.path("status").asString()).isIn("unchanged", "skipped"));
    assertThat(world.clew("verify", "--json").json().getFirst()).isEqualTo(entries);
  }
}
