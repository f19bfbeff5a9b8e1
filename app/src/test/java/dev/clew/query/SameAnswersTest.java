package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Answers;
import dev.clew.testing.Cases;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The index is a function of the set of records: their order, their split over files and runs and
/// their repetition change no answer.
class SameAnswersTest {
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final String[] SESSIONS = {
    "5e551000-0000-4000-8000-00000000000a", "5e551000-0000-4000-8000-00000000000b"
  };

  private static final String FILE = SESSIONS[0] + ".jsonl";

  @TempDir private Path folder;
  private final AtomicInteger worlds = new AtomicInteger();

  @Test
  void records_in_any_order_in_any_batches_and_some_doubled_give_the_same_answers() {
    Cases.forAll(
        8,
        random -> {
          var lines = lines(random);
          var expected = answers(List.of(lines));
          assertThat(Answers.difference(expected, answers(split(lines, random)))).isEmpty();
        });
  }

  @Test
  void a_rebuilt_index_gives_the_same_answers() {
    Cases.forAll(
        4,
        random -> {
          var world = world(split(lines(random), random));
          var before = Answers.of(world);
          assertThat(world.clew("reindex").exit().code()).isZero();
          assertThat(Answers.difference(before, Answers.of(world))).isEmpty();
        });
  }

  private List<String> answers(List<List<String>> batches) {
    var world = world(batches);
    var answers = Answers.of(world);
    World.delete(world.home().folder());
    return answers;
  }

  /// A world that was given each batch in a file and an import of its own.
  private World world(List<List<String>> batches) {
    var world = new World(folder.resolve("world-" + worlds.incrementAndGet()));
    for (var i = 0; i < batches.size(); i++) {
      var file = world.write(i + "/" + FILE, batches.get(i).toArray(String[]::new));
      world.clew("import", file.toString());
    }
    return world;
  }

  /// The lines in batches that each hold some of them, at random and some twice, in their places:
  /// blank lines stand where the others are.
  private static List<List<String>> split(List<String> lines, RandomGenerator random) {
    var batches = new ArrayList<List<String>>();
    for (var i = 1 + random.nextInt(8); i > 0; i--) {
      batches.add(new ArrayList<>(lines.stream().map(SameAnswersTest::blank).toList()));
    }
    for (var i = 0; i < lines.size(); i++) {
      for (var copies = random.nextInt(4) == 0 ? 2 : 1; copies > 0; copies--) {
        batches.get(random.nextInt(batches.size())).set(i, lines.get(i));
      }
    }
    return batches;
  }

  private static String blank(String line) {
    return " ".repeat(line.getBytes(StandardCharsets.UTF_8).length);
  }

  /// Lines of two sessions that name themselves, so that a line is the same record in any file:
  /// growing answers, repeated and contradicting calls and answers, sub-agents, titles.
  private static List<String> lines(RandomGenerator random) {
    var all = new ArrayList<String>();
    for (var i = 0; i < SESSIONS.length; i++) {
      var lines =
          new ClaudeLines(
              "n" + i, SESSIONS[i], START.plusSeconds(random.nextInt(30)).plusMillis(i));
      for (var n = 3 + random.nextInt(14); n > 0; n--) {
        line(lines, random);
      }
      all.addAll(lines.lines());
    }
    return all;
  }

  private static void line(ClaudeLines lines, RandomGenerator random) {
    var message = "m" + random.nextInt(4);
    var tool = "toolu_" + random.nextInt(4);
    switch (random.nextInt(8)) {
      case 0 -> lines.prompt(word(random));
      case 1, 2 -> lines.text(message, word(random), random.nextInt(40));
      case 3 -> lines.bash(message, tool, "echo " + word(random));
      case 4 -> {
        var input = JsonMapper.shared().createObjectNode();
        input.put("file_path", "/src/" + word(random)).put("old_string", "a");
        lines.tool(message, tool, "Edit", input.put("new_string", word(random)));
      }
      case 5 -> lines.result(tool, word(random), random.nextBoolean());
      case 6 -> {
        var line = lines.bare("progress").put("parentToolUseID", tool);
        line.putObject("data").put("agentId", "a" + random.nextInt(3));
        lines.raw(line.toString());
      }
      default ->
          lines.raw(
              random.nextBoolean()
                  ? lines.bare("custom-title").put("customTitle", word(random)).toString()
                  : lines.bare("system").put("cwd", "/src\n" + word(random)).toString());
    }
  }

  private static String word(RandomGenerator random) {
    return Arrays.asList("one", "two\ttabs", "three\nlines", "", "ünï 🧶").get(random.nextInt(5));
  }
}
