package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What moves ask on a terminal, answered on a pseudo terminal: the program as it is started by its
/// launcher, beside a recorder and without one.
@EnabledOnOs(OS.LINUX)
class MoveDialogueTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";

  @TempDir private Path folder;
  private MoveRig rig;
  private String session;

  @BeforeEach
  void begin() throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "no program here gives a pseudo terminal (script)");
    rig = new MoveRig(folder);
    rig.live.save("a.txt", LINES).save("b.txt", "b\n").save("c.bin", "\0one").commit("begin").up();
    var agent = rig.live.agent();
    agent.edit("a.txt", "1\n2\n", "one\n2\n");
    agent.edit("a.txt", "11\n12\n", "11\ntwelve\n");
    agent.write("c.bin", "\0two");
    agent.write("new/d.txt", "d\n");
    agent.bash("rm b.txt");
    rig.live.after(agent);
    session = SessionKey.main("claude", agent.session()).id();
  }

  @AfterEach
  void end() throws Exception {
    if (rig != null) {
      rig.close();
    }
  }

  @Test
  void each_passage_is_asked_for_and_only_what_is_wanted_is_changed() throws Exception {
    var said = answer(List.of("undo", session, "--hunk"), "y", "n", "y", "n", "n", "y");
    assertThat(said)
        .contains("a.txt: change this? [y,n,q]")
        .contains("b.txt: write? [y,n,q]")
        .contains("c.bin: write? [y,n,q]")
        .contains("new/d.txt: delete? [y,n,q]")
        .contains("change 2 paths in ");
    assertThat(rig.live.text("a.txt")).isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\ntwelve\n");
    assertThat(rig.live.text("b.txt")).isEqualTo("b\n");
    assertThat(rig.live.text("c.bin")).isEqualTo("\0two");
    assertThat(rig.live.text("new/d.txt")).isEqualTo("d\n");
  }

  @Test
  void whoever_goes_away_or_says_no_changes_nothing() throws Exception {
    var before = rig.files();
    answer(List.of("undo", session, "--hunk"), "q");
    assertThat(rig.files()).isEqualTo(before);
    assertThat(answer(List.of("rewind", session + "^", "--exact"), "y", "yes"))
        .contains("what people changed since goes, too", "nothing was changed");
    assertThat(rig.files()).isEqualTo(before);
  }

  @Test
  void without_a_recorder_the_command_records_the_move_itself_and_exact_is_asked_twice()
      throws Exception {
    rig.live.save("b.txt", "a person's\n");
    rig.live.down();
    rig.live.save("e.txt", "a person's, while nobody looked\n");
    var before = rig.files();
    answer(List.of("rewind", session + "^", "--exact"), "y", "exact");
    assertThat(rig.live.text("a.txt")).isEqualTo(LINES);
    assertThat(rig.live.text("b.txt")).isEqualTo("b\n");
    assertThat(rig.files()).doesNotContainKeys("e.txt", "new", "new/d.txt");
    answer(List.of("redo"), "y");
    assertThat(rig.files()).as("and back, byte for byte").isEqualTo(before);
    rig.live.up();
    assertThat(rig.live.events())
        .filteredOn(each ->
            each instanceof Event.SessionEnded ended
                && ended.header().session().agent().equals("human"))
        .hasSize(2);
  }

  /// Runs a command on a pseudo terminal, and answers its questions one after the other; what was
  /// on the screen.
  private String answer(List<String> words, String... answers) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.language=en"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "dev.clew.Main"));
    command.addAll(words);
    var line = new StringBuilder();
    command.forEach(word -> line.append('\'').append(word).append("' "));
    var screen = folder.resolve("screen");
    var builder =
        new ProcessBuilder(SCRIPT.toString(), "-q", "-e", "-c", line.toString(), "/dev/null")
            .directory(rig.root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile());
    var environment = builder.environment();
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    environment.put("CLEW_HOME", rig.live.home().folder().toString());
    environment.put("HOME", rig.userHome().toString());
    environment.put("CLEW_STDOUT_TTY", "1");
    environment.put("CLEW_STDERR_TTY", "1");
    environment.put("NO_COLOR", "1");
    environment.put("TERM", "dumb");
    var process = builder.start();
    try (var in = process.getOutputStream()) {
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      for (var i = 0; i < answers.length; i++) {
        while (questions(screen) <= i) {
          assertThat(System.nanoTime()).as(Files.readString(screen)).isLessThan(deadline);
          assertThat(process.isAlive()).as(Files.readString(screen)).isTrue();
          process.waitFor(5, TimeUnit.MILLISECONDS);
        }
        in.write((answers[i] + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
      }
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    return Files.readString(screen);
  }

  private static int questions(Path screen) throws IOException {
    return Files.readString(screen).split("\\[y,n,q\\]|\\[y/N\\]|type 'exact' to go on", -1).length
        - 1;
  }
}
