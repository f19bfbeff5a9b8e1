package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Answers;
import dev.clew.testing.Cases;
import dev.clew.testing.CodexLines;
import dev.clew.testing.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What spans records (totals, models, turns, copied history) is a function of the set of records
/// too: their order, their split over files and runs and their repetition change no answer.
class SameCodexAnswersTest {
  private static final Instant START = Instant.parse("2026-05-04T10:00:00Z");
  private static final String PARENT = "019e1111-0000-7000-8000-00000000000a";
  private static final String CHILD = "019e1111-0000-7000-8000-00000000000b";

  @TempDir private Path folder;
  private final AtomicInteger worlds = new AtomicInteger();

  @Test
  void records_in_any_order_in_any_batches_and_some_doubled_give_the_same_answers() {
    Cases.forAll(
        8,
        random -> {
          var files = files(random);
          var expected = answers(List.of(files));
          assertThat(Answers.difference(expected, answers(split(files, random)))).isEmpty();
        });
  }

  @Test
  void a_rebuilt_index_gives_the_same_answers() {
    Cases.forAll(
        4,
        random -> {
          var world = world(split(files(random), random));
          var before = Answers.of(world);
          assertThat(world.clew("reindex").exit().code()).isZero();
          assertThat(Answers.difference(before, Answers.of(world))).isEmpty();
        });
  }

  private List<String> answers(List<Map<String, List<String>>> batches) {
    var world = world(batches);
    var answers = Answers.of(world);
    World.delete(world.home().folder());
    return answers;
  }

  /// A world that was given each batch in an import of its own.
  private World world(List<Map<String, List<String>>> batches) {
    var world = new World(folder.resolve("world-" + worlds.incrementAndGet()));
    for (var i = 0; i < batches.size(); i++) {
      for (var file : batches.get(i).entrySet()) {
        var path = world.write(i + "/" + file.getKey(), file.getValue().toArray(String[]::new));
        world.clew("import", path.toString());
      }
    }
    return world;
  }

  /// The lines in batches that each hold some of them, at random and some twice, in their places:
  /// blank lines stand where the others are.
  private static List<Map<String, List<String>>> split(
      Map<String, List<String>> files, RandomGenerator random) {
    var batches = new ArrayList<Map<String, List<String>>>();
    for (var i = 1 + random.nextInt(6); i > 0; i--) {
      var batch = new LinkedHashMap<String, List<String>>();
      files.forEach((name, lines) ->
          batch.put(
              name, new ArrayList<>(lines.stream().map(SameCodexAnswersTest::blank).toList())));
      batches.add(batch);
    }
    files.forEach((name, lines) -> {
      for (var i = 0; i < lines.size(); i++) {
        for (var copies = random.nextInt(4) == 0 ? 2 : 1; copies > 0; copies--) {
          batches.get(random.nextInt(batches.size())).get(name).set(i, lines.get(i));
        }
      }
    });
    return batches;
  }

  private static String blank(String line) {
    return " ".repeat(line.getBytes(StandardCharsets.UTF_8).length);
  }

  /// A conversation and one that was forked from it.
  private static Map<String, List<String>> files(RandomGenerator random) {
    var parent = new CodexLines(START).meta(PARENT, "");
    var total = write(parent, 0, 0, random);
    var own = random.nextBoolean() ? PARENT : "";
    var child = new CodexLines(START.plusSeconds(500)).meta(CHILD, own).copied(parent.lines());
    write(parent, total, 20, random);
    write(child, total, 40, random);
    var files = new LinkedHashMap<String, List<String>>();
    files.put(CodexLines.file(PARENT), parent.lines());
    files.put(CodexLines.file(CHILD), child.lines());
    return files;
  }

  /// Writes random lines; the total of tokens after them.
  private static long write(CodexLines lines, long before, int names, RandomGenerator random) {
    var total = before;
    for (var n = 3 + random.nextInt(14); n > 0; n--) {
      var call = "call_%024d".formatted(names + random.nextInt(3));
      switch (random.nextInt(9)) {
        case 0 ->
            lines.turn(
                random.nextInt(3) == 0
                    ? "turn-" + random.nextInt(2)
                    : "019e0000-0000-7000-8000-%012d".formatted(names + random.nextInt(3)),
                random.nextBoolean() ? "gpt-5.4" : "gpt-5.5");
        case 1 -> lines.prompt(word(random));
        case 2 -> lines.say(word(random));
        case 3 -> lines.think(word(random));
        case 4 -> lines.shell(call, "echo " + word(random));
        case 5 -> lines.output(call, word(random), random.nextInt(2));
        case 6, 7 -> {
          total = random.nextInt(8) == 0 ? 7 : total + random.nextInt(2) * 100L;
          lines.count(total * 3, total, 100);
        }
        default -> lines.abort();
      }
    }
    return total;
  }

  private static String word(RandomGenerator random) {
    return Arrays.asList("one", "two\ttabs", "three\nlines", "", "ünï 🧶").get(random.nextInt(5));
  }
}
