package dev.clew.recorder;

import static dev.clew.recorder.LiveRig.step;
import static dev.clew.recorder.LiveRig.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.Event;
import dev.clew.testing.NativeHook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents and people at work in a repository, with real hooks, files, commands and Git.
class LiveCaptureTest {
  @TempDir private static Path built;
  private static Optional<Path> helper = Optional.empty();

  @TempDir private Path folder;
  private LiveRig rig;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    helper = NativeHook.compile(built);
  }

  @BeforeEach
  void begin() throws Exception {
    rig = new LiveRig(folder, helper);
    rig.save("a.txt", "one\ntwo\nthree\n").save("b.txt", "b\n").save("src/c.txt", "c\n");
    rig.commit("begin").up();
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
    assertThat(rig.log()).isEmpty();
  }

  @Test
  void an_edit_is_the_steps_with_what_it_left() {
    var agent = rig.agent();
    var call = agent.edit("a.txt", "two", "2");

    var changes = rig.after(agent);

    assertThat(texts(changes)).containsExactly("agent exact edit_arguments a.txt");
    assertThat(changes.getFirst().step()).isEqualTo(step(call));
    assertThat(changes.getFirst().session().agentSession()).isEqualTo(agent.session());
    var after = changes.getFirst().change().after();
    assertThat(after).isNotNull();
    assertThat(rig.object(after.sha256())).hasValue("one\n2\nthree\n".getBytes());
    assertThat(changes.getFirst().change().added()).isEqualTo(1);
    assertThat(changes.getFirst().change().removed()).isEqualTo(1);
  }

  @Test
  void a_step_is_told_with_the_workspace_before_and_after() {
    var agent = rig.agent();
    var call = agent.bash("echo x > new.txt");
    rig.after(agent);

    var moments =
        rig.events().stream()
            .filter(Event.SnapshotTaken.class::isInstance)
            .map(Event.SnapshotTaken.class::cast)
            .filter(each -> step(call).equals(each.step()))
            .toList();

    assertThat(moments)
        .extracting(each -> each.state().moment())
        .containsExactly("before", "after");
    assertThat(moments.getFirst().state().tree()).isNotEqualTo(moments.getLast().state().tree());
    assertThat(moments).extracting(each -> each.state().branch()).containsOnly("main");
  }

  @Test
  void what_a_person_saves_between_calls_is_the_persons() {
    var agent = rig.agent();
    agent.bash("echo x > x.txt");
    rig.awaitChange("x.txt");
    rig.save("b.txt", "typed\n");

    assertThat(texts(rig.awaitChange("b.txt")))
        .containsExactly("agent inferred names_path x.txt", "human exact outside_intervals b.txt");
  }
}
