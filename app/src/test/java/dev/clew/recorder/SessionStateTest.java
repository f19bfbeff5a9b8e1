package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a session found is how the work tree was before its first step wrote.
class SessionStateTest {
  @TempDir private Path folder;
  private OriginRig rig;

  @BeforeEach
  void begin() {
    rig = new OriginRig(folder);
    rig.git("init", "-q", "-b", "main").well();
    rig.save("a.txt", "one\ntwo\n");
    rig.save("b.txt", "b\n");
    rig.git("add", "-A").well();
    rig.git("commit", "-q", "-m", "first").well();
    rig.look();
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void it_is_so_when_its_start_is_heard_after_its_first_command_has_begun_to_write() {
    rig.busyWhile(() -> rig.agent("quick").bash("sed -i 's/one/1/' a.txt; echo c >> b.txt"));
    rig.settle();

    var found = rig.world().clew("diff", "-C", rig.root.toString(), "quick^", "quick", "--json");
    assertThat(found.json()).as(found.err()).hasSize(2);
    var plan =
        rig.world().clew("rewind", "-C", rig.root.toString(), "quick^", "--dry-run", "--json");
    assertThat(plan.json().subList(0, 2))
        .as(plan.err())
        .extracting(row -> row.path("action").asString() + " " + row.path("path").asString())
        .containsExactly("write a.txt", "write b.txt");
  }
}
