package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What was heard and seen live, split over two stores in any order and put together again, gives
/// the answers that the store has where it happened.
class MergedStoreTest {
  private static final int CASES = 2;

  @TempDir private Path folder;
  private int number;

  private Path next() {
    try {
      return Files.createDirectories(folder.resolve("case" + number++)).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shuffled_split_and_merged_the_records_of_live_sessions_give_the_same_answers() {
    Cases.forAll(CASES, this::merged);
  }

  private void merged(RandomGenerator random) {
    var rig = new OriginRig(next());
    live(rig, random);
    rig.close(); // which ends what is looked up behind the hooks
    passed(rig.world());
    var records = OriginLawsTest.records(rig.home());
    assertThat(records).hasSizeGreaterThan(30);

    var one = new ArrayList<Prepared>();
    var other = new ArrayList<Prepared>();
    for (var record : records) {
      var where = random.nextInt(5);
      if (where < 3) {
        one.add(record);
      }
      if (where > 1) {
        other.add(record); // some are in both
      }
    }
    var left = stored(rig.home(), one, random);
    var right = stored(rig.home(), other, random);
    var both = new ArrayList<>(OriginLawsTest.records(left.home()));
    both.addAll(OriginLawsTest.records(right.home()));
    var merged = stored(rig.home(), both, random);

    var expected = answers(rig.world(), rig.root);
    assertThat(expected).hasSizeGreaterThan(15);
    assertThat(answers(merged, rig.root)).containsExactlyEntriesOf(expected);
  }

  /// Two agents, one of them with a sub-agent, a person and Git.
  private static void live(OriginRig rig, RandomGenerator random) {
    var script = new OriginScript(rig, OriginScript.NOBODY);
    script.run(
        """
        me save f0 t1,t2,t3,t4
        me save f1 u1,u2,u3
        me sh git add -A && git commit -q -m first
        look
        a line f0 @1 a1
        par a insert f0 @2 a2 | b line f1 @0 b1 | me insert f1 @2 m1
        a/s append f0 s1
        x line f1 @1 x1
        a git commit -q -am both
        me line f0 @0 m2
        look
        """);
    for (var operation : OriginFuzz.script(random, 8)) {
      script.one(operation);
    }
    script.run(
        """
        a stop
        b stop
        look
        """);
    rig.origins();
  }

  private static void passed(World world) {
    try (var store = OriginLawsTest.open(world)) {
      OriginLawsTest.pass(store, world);
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// A store that took these records, shuffled, in parts.
  private World stored(Home home, List<Prepared> records, RandomGenerator random) {
    var shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, new Random(random.nextLong()));
    var world = OriginLawsTest.like(home, next());
    try (var store = OriginLawsTest.open(world)) {
      for (int from = 0; from < shuffled.size(); ) {
        var to = Math.min(shuffled.size(), from + 1 + random.nextInt(30));
        store.append(shuffled.subList(from, to), List.of(), _ -> List.of());
        from = to;
      }
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
    passed(world);
    return world;
  }

  /// What is answered, by the question.
  private static Map<String, String> answers(World world, Path root) {
    var answers = new LinkedHashMap<String, String>();
    var ids = new ArrayList<String>();
    for (var session : ask(world, answers, "sessions", "--limit", "100")) {
      ids.add(session.path("session").asString());
    }
    ids.sort(null);
    for (var id : ids) {
      for (var step : ask(world, answers, "log", id, "--limit", "1000")) {
        ask(world, answers, "show", step.path("step").asString());
      }
      ask(world, answers, "show", id);
      ask(world, answers, "diff", id);
    }
    ask(world, answers, "status");
    for (var file : List.of("f0", "f1", "f2", "f3")) {
      if (Files.exists(root.resolve(file))) {
        ask(world, answers, "blame", root.resolve(file).toString());
      }
    }
    return answers;
  }

  private static List<JsonNode> ask(World world, Map<String, String> answers, String... question) {
    var words = new ArrayList<>(List.of(question));
    words.add("--json");
    var ran = world.clew(words.toArray(String[]::new));
    assertThat(ran.exit().code()).as("%s: %s", words, ran.err()).isLessThanOrEqualTo(1);
    var rows = ran.json();
    var text = new StringBuilder();
    for (var row : rows) {
      text.append(of(question[0], row)).append('\n');
    }
    answers.put(String.join(" ", question), text.toString());
    return rows;
  }

  /// A row without what tells of the store and its ledger: where it is, how large, in what order it
  /// took things.
  private static JsonNode of(String question, JsonNode row) {
    if (question.equals("status")) {
      return row.path("sessions");
    }
    var copy = row.deepCopy();
    withoutEntries(copy);
    return copy;
  }

  private static void withoutEntries(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("entry");
    }
    node.values().forEach(MergedStoreTest::withoutEntries);
  }
}
