package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.OriginClass;
import dev.clew.testing.Cases;
import dev.clew.testing.ScriptedAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A session that changes nothing has no line, whatever a person and Git do around it.
class CleanSessionsTest {
  private static final int SESSIONS = 100;
  private static final List<String> READING =
      List.of(
          "cat F",
          "git log --oneline -3",
          "git status --short && git diff --stat",
          "ls -R . | wc -l",
          "grep -n line F || true",
          "test -f F && echo there",
          "sed -n 1,3p F",
          "find . -name '*.txt' | sort");

  @TempDir private Path folder;

  @Test
  void of_a_hundred_clean_sessions_not_one_line_is_an_agents() {
    Cases.forAll(
        1,
        random -> {
          try (var rig = new OriginRig(next())) {
            begin(rig);
            for (var session = 0; session < SESSIONS; session++) {
              clean(rig, session, random);
            }
            rig.look();
            rig.origins();
            assertThat(byAgents(rig)).isEmpty();
          }
        });
  }

  private int number;

  private Path next() {
    var made = folder.resolve("case" + number++);
    assertThat(made.toFile().mkdirs()).isTrue();
    return made;
  }

  private static void begin(OriginRig rig) {
    rig.git("init", "-q", "-b", "main").well();
    for (var i = 0; i < 4; i++) {
      rig.save("f" + i + ".txt", "line one\nline two\nline three\n");
    }
    rig.git("add", "-A").well();
    rig.git("commit", "-q", "-m", "first").well();
    rig.look();
  }

  /// One session: it reads and runs, while a person types, saves and commits, between its calls and
  /// within them.
  private static void clean(OriginRig rig, int session, RandomGenerator random) {
    var agent = rig.agent("clean" + session, random.nextInt(4) == 0);
    agent.prompt("look around");
    for (var call = 0; call < 3; call++) {
      var file = file(random);
      if (random.nextInt(3) > 0) {
        type(rig, file, random.nextBoolean() ? "typed %d %d".formatted(session, call) : "again");
      }
      if (random.nextInt(3) == 0) {
        agent.read(file);
      } else {
        run(rig, agent, file, random);
      }
    }
    if (random.nextInt(4) == 0) {
      rig.shell(rig.root, "git add -A && git commit -q -m 'by hand'");
    }
    agent.stop();
    if (random.nextInt(3) == 0) {
      agent.end();
    }
    if (random.nextInt(4) == 0) {
      rig.look();
    }
  }

  private static void run(OriginRig rig, ScriptedAgent agent, String file, RandomGenerator random) {
    var command = READING.get(random.nextInt(READING.size())).replace("F", file);
    var call = agent.bashCall(command);
    agent.before(call);
    if (random.nextInt(3) == 0) {
      type(rig, file(random), "while it runs");
    }
    agent.run(command);
    agent.after(call);
  }

  private static String file(RandomGenerator random) {
    return "f" + random.nextInt(5) + ".txt";
  }

  private static void type(OriginRig rig, String file, String line) {
    var text = Files.exists(rig.root.resolve(file)) ? rig.text(file) : "";
    rig.save(file, text + line + "\n");
  }

  private static List<String> byAgents(OriginRig rig) {
    var found = new ArrayList<String>();
    try (var blame = new OriginBlame(rig.home().index())) {
      for (var i = 0; i < 5; i++) {
        for (var line : blame.of(rig.root.resolve("f" + i + ".txt"))) {
          if (line.origin() == OriginClass.AGENT || line.step() != null) {
            found.add("f%d: %s".formatted(i, line));
          }
        }
      }
    }
    return found;
  }
}
