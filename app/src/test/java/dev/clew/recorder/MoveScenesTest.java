package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
import dev.clew.event.OriginClass;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each case of moves, ordered from the command line beside a running recorder: the work tree is
/// afterwards what is written down, byte for byte, and before it again when the move is taken back.
@EnabledOnOs(OS.LINUX)
class MoveScenesTest {
  @TempDir private static Path folder;
  private static MoveRig rig;

  @BeforeAll
  static void begin() throws Exception {
    rig = new MoveRig(folder);
    rig.live.save(".gitignore", "out/\n").commit("begin").up();
  }

  @AfterAll
  static void end() throws Exception {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource
  void afterwards_there_is_what_has_to_be_there_and_nothing_else(MoveScene scene) {
    var order = scene.play(SceneStage.in(rig, scene.name()));
    var others = changesOfOthers();
    var rows = rig.move(order.exit(), order.words());
    assertThat(rig.files()).as(rows.toString()).isEqualTo(order.after());
    if (order.marked() > 0) {
      assertThat(rig.run("undo", "--continue").exit()).isEqualTo(Exit.NO);
      var abort = rig.run("undo", "--abort", "--yes");
      assertThat(abort.exit()).as(abort.err()).isEqualTo(Exit.YES);
      assertThat(rig.files()).isEqualTo(order.before());
      assertThat(rig.run("undo", "--continue").exit()).isEqualTo(Exit.USAGE);
      return;
    }
    rig.move(Exit.YES, "redo");
    assertThat(rig.files()).isEqualTo(order.before());
    rig.move(Exit.YES, "redo");
    assertThat(rig.files()).as("the redo taken back").isEqualTo(order.after());
    assertThat(changesOfOthers()).as("moves are nobody else's work").isEqualTo(others);
  }

  private static long changesOfOthers() {
    return LiveRig.changes(rig.live.events()).stream()
        .filter(each ->
            each.change().origin() == OriginClass.AGENT
                || each.change().origin() == OriginClass.UNKNOWN)
        .count();
  }
}
