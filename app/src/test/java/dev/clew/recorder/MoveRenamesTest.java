package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
import dev.clew.testing.Cases;
import dev.clew.testing.ScriptedAgent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// An agent renames, moves and edits files step by step, and a person adds to them wherever they
/// are: a rewind brings each file back to where it was, with what the person added and nothing
/// else.
@EnabledOnOs(OS.LINUX)
class MoveRenamesTest {
  private static final int FILES = 3;
  private static final int LINES = 12;

  @TempDir private static Path folder;
  private static MoveRig rig;
  private int cases;

  @BeforeAll
  static void begin() throws Exception {
    rig = new MoveRig(folder);
    rig.live.save("README", "read\n").commit("begin").up();
  }

  @AfterAll
  static void end() throws Exception {
    rig.close();
  }

  @Test
  void a_rewind_brings_files_back_to_where_they_were_with_what_people_added_to_them() {
    Cases.forAll(4, random -> once(random, "case" + cases++));
  }

  private void once(RandomGenerator random, String name) {
    var where = new ArrayList<String>();
    var expected = new TreeMap<String, String>();
    for (var file = 0; file < FILES; file++) {
      var path = "%s/%d/file".formatted(name, file);
      where.add(path);
      expected.put(path, begun(name, file));
      rig.live.save(path, begun(name, file));
    }
    var agent = rig.live.agent();
    var did = new ArrayList<String>();
    var first = agent.bash("true");
    for (var i = random.nextInt(2, 7); i > 0; i--) {
      did.add(step(random, agent, name, where));
    }
    rig.live.after(agent);
    for (var file = 0; file < FILES; file++) {
      if (random.nextBoolean()) {
        var line = "a person's %d\n".formatted(random.nextInt(1000));
        rig.live.save(where.get(file), rig.live.text(where.get(file)) + line);
        expected.merge("%s/%d/file".formatted(name, file), line, String::concat);
      }
    }
    var other = rig.live.agent();
    other.bash("true");
    rig.live.after(other);
    var before = rig.files();

    rig.move(Exit.YES, "rewind", LiveRig.step(first).hex());
    assertThat(texts(name)).as(did.toString()).isEqualTo(expected);
    if (!rig.files().equals(before)) {
      rig.move(Exit.YES, "redo");
      assertThat(rig.files()).as(did.toString()).isEqualTo(before);
    }
  }

  /// One call of the agent's; what it ran.
  private static String step(
      RandomGenerator random, ScriptedAgent agent, String name, List<String> where) {
    var file = random.nextInt(FILES);
    var from = where.get(file);
    if (random.nextInt(3) == 0) {
      var line = "line %d of %d in %s\n".formatted(random.nextInt(LINES - 4), file, name);
      agent.edit(from, line, "the agent's %d\n".formatted(random.nextInt(1000)));
      return "edit " + from;
    }
    var free =
        List.of("0/file", "1/file", "2/file", "file", "deep/er/file", "other").stream()
            .map(each -> name + "/" + each)
            .filter(each -> !where.contains(each))
            .toList();
    var to = free.get(random.nextInt(free.size()));
    where.set(file, to);
    var folder = to.substring(0, to.lastIndexOf('/'));
    var command = "mkdir -p %s && mv %s %s".formatted(folder, from, to);
    agent.bash(command);
    return command;
  }

  private static String begun(String name, int file) {
    var text = new StringBuilder();
    for (var line = 0; line < LINES; line++) {
      text.append("line %d of %d in %s\n".formatted(line, file, name));
    }
    return text.toString();
  }

  private static Map<String, String> texts(String name) {
    var texts = new TreeMap<String, String>();
    rig.files()
        .forEach((path, held) -> {
          if (path.startsWith(name + "/") && held.startsWith("f:")) {
            texts.put(path, held.substring(2));
          }
        });
    return texts;
  }
}
