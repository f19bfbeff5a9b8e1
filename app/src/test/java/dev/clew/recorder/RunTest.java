package dev.clew.recorder;

import static dev.clew.recorder.LiveRig.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.capture.run.RunHooks;
import dev.clew.event.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `clew run -- CMD`, as a process of its own.
class RunTest {
  private static final String CHANGES =
      "echo said; echo x > made.txt; env | grep TRACEPARENT; exit 7";

  @TempDir private Path folder;
  private LiveRig rig;

  @BeforeEach
  void begin() throws IOException {
    rig = new LiveRig(folder);
    rig.save("a.txt", "a\n").commit("begin");
  }

  private ProcessBuilder run(String... command) {
    var line =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "dev.clew.Main",
                "run",
                "--"));
    line.addAll(List.of(command));
    var builder = new ProcessBuilder(line).directory(rig.root.toFile());
    builder.environment().put("CLEW_HOME", rig.home().folder().toString());
    builder.environment().put("HOME", rig.root.getParent().toString());
    builder.environment().remove("TRACEPARENT");
    return builder;
  }

  private String said(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private static List<Event.ToolAnswered> answers(List<Event> events) {
    return events.stream()
        .filter(Event.ToolAnswered.class::isInstance)
        .map(Event.ToolAnswered.class::cast)
        .toList();
  }

  private void isRecorded(String said) {
    var events =
        rig.await("the change", all -> !LiveRig.changes(all).isEmpty() && !answers(all).isEmpty());
    assertThat(texts(LiveRig.changes(events)))
        .containsExactly("agent inferred names_path made.txt");
    var change = LiveRig.changes(events).getFirst();
    assertThat(said)
        .isEqualTo(
            "said\nTRACEPARENT=00-%s-%s-01\n"
                .formatted(change.session().traceId(), change.step().hex()));
    assertThat(change.step()).isEqualTo(RunHooks.step(change.session().agentSession()));
    assertThat(answers(events))
        .singleElement()
        .satisfies(each -> assertThat(each.answer().command().exitCode()).isEqualTo(7));
  }

  @Test
  void without_a_recorder_a_command_is_recorded_by_itself() throws Exception {
    var process = run("sh", "-c", CHANGES).start();
    var said = said(process);

    assertThat(process.exitValue()).isEqualTo(7);
    isRecorded(said);
  }

  @Test
  void beside_a_recorder_a_command_is_recorded_by_that_one() throws Exception {
    try (var running = rig.up()) {
      var process = run("sh", "-c", CHANGES).start();
      var said = said(process);

      assertThat(process.exitValue()).isEqualTo(7);
      isRecorded(said);
      assertThat(running.log()).isEmpty();
    }
  }

  @Test
  void a_signal_reaches_the_command_and_its_end_is_recorded() throws Exception {
    var process =
        run("sh", "-c", "trap 'exit 9' TERM; echo up > up; while :; do sleep 0.05; done").start();
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(rig.root.resolve("up"))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    process.toHandle().destroy();
    said(process);

    assertThat(process.exitValue()).isEqualTo(9);
    assertThat(answers(rig.events()))
        .singleElement()
        .satisfies(each -> assertThat(each.answer().command().exitCode()).isEqualTo(9));
  }

  @Test
  void a_command_that_is_not_there_says_so() throws Exception {
    var process = run("no-such-command").redirectErrorStream(true).start();

    assertThat(said(process)).contains("no-such-command");
    assertThat(process.exitValue()).isEqualTo(127);
  }
}
