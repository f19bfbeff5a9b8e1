package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import dev.clew.testing.ScriptedAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two agents and a person take turns at one file. A model that knows only which lines each has
/// seen last says which writes are stale and what they lose; every line is there once at most.
class StaleWriteLawsTest {
  private static final int STEPS = 24;

  @TempDir private Path folder;
  private int number;
  private int told;

  /// What one agent does, and what it has seen last.
  private static final class Worker {
    private final ScriptedAgent agent;
    private final String name;
    private List<String> seen;

    Worker(ScriptedAgent agent, String name, List<String> seen) {
      this.agent = agent;
      this.name = name;
      this.seen = seen;
    }
  }

  private static final class Game {
    private final OriginRig rig;
    private final RandomGenerator random;
    private final List<String> expected = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private List<String> now = List.of("a", "b", "c", "d");
    private String last = "nobody";
    private int lines;

    Game(OriginRig rig, RandomGenerator random) {
      this.rig = rig;
      this.random = random;
      rig.git("init", "-q", "-b", "main").well();
      rig.save("f.txt", text(now));
      rig.look();
      for (var name : List.of("one", "two")) {
        var worker = new Worker(rig.agent(name), name, now);
        worker.agent.read("f.txt");
        workers.add(worker);
      }
    }

    private static String text(List<String> lines) {
      return String.join("\n", lines) + "\n";
    }

    /// The lines with one that is new, taken out or put in place of another.
    private List<String> changed(List<String> from) {
      var lines = new ArrayList<>(from);
      var at = random.nextInt(lines.size());
      switch (random.nextInt(3)) {
        case 0 -> lines.set(at, fresh());
        case 1 -> lines.add(at, fresh());
        default -> {
          if (lines.size() > 2) {
            lines.remove(at);
          } else {
            lines.add(fresh());
          }
        }
      }
      return lines;
    }

    private String fresh() {
      return "line " + lines++;
    }

    void play() {
      var worker = workers.get(random.nextInt(workers.size()));
      switch (random.nextInt(7)) {
        case 0 -> {
          worker.agent.read("f.txt");
          worker.seen = now;
        }
        case 1 -> {
          worker.agent.bash("cat f.txt");
          worker.seen = now;
        }
        case 2 -> worker.agent.bash("ls; echo done");
        case 3 -> {
          now = changed(now);
          last = "human";
          rig.save("f.txt", text(now));
          rig.look();
        }
        case 4 -> {
          var line = now.get(random.nextInt(now.size()));
          var to = fresh();
          worker.agent.edit("f.txt", line + "\n", to + "\n");
          now = now.stream().map(each -> each.equals(line) ? to : each).toList();
          worker.seen = now;
          last = "agent " + worker.name;
        }
        case 5 -> write(worker, changed(worker.seen), "rewrite");
        default -> write(worker, changed(worker.seen), "command");
      }
    }

    private void write(Worker worker, List<String> next, String how) {
      if (how.equals("rewrite")) {
        worker.agent.write("f.txt", text(next));
      } else {
        worker.agent.bash("printf '%s' > f.txt".formatted(text(next).replace("\n", "\\n")));
      }
      if (!worker.seen.equals(now) && !next.equals(now)) {
        var lost = without(without(now, worker.seen), next).size();
        var back = within(without(worker.seen, now), next);
        if (how.equals("rewrite") || lost + back > 0) {
          expected.add(
              "%s %s f.txt over %s: %d lost, %d back"
                  .formatted(worker.name, how, last, lost, back));
        }
      }
      if (!next.equals(now)) {
        last = "agent " + worker.name;
        worker.seen = next;
      } else if (how.equals("rewrite")) {
        worker.seen = next; // of a command that changes nothing nobody knows what it wrote
      }
      now = next;
    }

    private static List<String> without(List<String> lines, List<String> others) {
      var gone = new HashSet<>(others);
      return lines.stream().filter(line -> !gone.contains(line)).toList();
    }

    private static int within(List<String> lines, List<String> others) {
      var there = new HashSet<>(others);
      return (int) lines.stream().filter(there::contains).count();
    }
  }

  private static List<String> warnings(OriginRig rig) {
    return Stales.of(rig.home(), OriginRig.AGENTS).stream().map(Stales::text).toList();
  }

  /// The write that a warning tells of, without what it lost.
  private static String write(String warning) {
    return warning.substring(0, warning.indexOf(':'));
  }

  /// Plays games, with something in between; what is told, and what the model says.
  private void games(
      int count, Consumer<Game> between, BiConsumer<List<String>, List<String>> end) {
    Cases.forAll(
        count,
        random -> {
          var made = folder.resolve("case" + number++);
          assertThat(made.toFile().mkdirs()).isTrue();
          try (var rig = new OriginRig(made)) {
            var game = new Game(rig, random);
            for (var step = 0; step < STEPS; step++) {
              between.accept(game);
              game.play();
            }
            rig.look();
            assertThat(rig.text("f.txt")).isEqualTo(Game.text(game.now));
            end.accept(warnings(rig), game.expected);
            told += warnings(rig).size();
          }
        });
    assertThat(told).isPositive();
  }

  @Test
  void warnings_are_those_of_a_model_that_knows_only_what_each_saw_last() {
    games(12, _ -> {}, (found, expected) -> assertThat(found).isEqualTo(expected));
  }

  @Test
  void they_are_the_same_where_the_recorder_is_started_again_in_between() {
    games(
        8,
        game -> {
          if (game.random.nextInt(5) == 0) {
            game.rig.restart();
            game.rig.look();
          }
        },
        (found, expected) -> assertThat(found).isEqualTo(expected));
  }

  @Test
  void none_is_told_that_is_not_true_where_a_recorder_did_not_keep_what_it_knew_to_the_end() {
    games(
        8,
        game -> {
          if (game.random.nextInt(5) == 0) {
            game.rig.restart(Duration.ofMillis(game.random.nextInt(3000)));
            game.rig.look();
          }
        },
        (found, expected) -> {
          // What counts as seen is not lost: of a write that is told it may tell less.
          var left = new ArrayList<>(expected.stream().map(StaleWriteLawsTest::write).toList());
          assertThat(found)
              .allSatisfy(each -> assertThat(left.remove(write(each))).as(each).isTrue());
        });
  }
}
