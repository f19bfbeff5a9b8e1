package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Looks by a process with other rights and another environment.
class OtherProcessTest {
  private static final String RIGHTS = "-dac_override,-dac_read_search";

  @TempDir private Path folder;
  private Rig rig;

  @BeforeEach
  void rig() throws IOException {
    rig = new Rig(folder);
  }

  /// Root may read everything: that right is taken from it.
  private List<String> look(Map<String, String> environment) throws Exception {
    var command = new ArrayList<String>();
    if (Files.getAttribute(folder, "unix:uid").equals(0)) {
      command.addAll(List.of("setpriv", "--bounding-set", RIGHTS, "--inh-caps", RIGHTS));
    }
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            LookOnce.class.getName(),
            folder.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
  }

  @Test
  void what_the_system_does_not_let_us_read_is_a_gap_and_stops_nothing_else() throws Exception {
    rig.write("a/file", "text");
    var file = rig.write("b/closed", "text");
    var closed = rig.write("c/in a closed folder", "text").getParent();
    var unlisted = rig.write("d/in a folder that only lists", "text").getParent();
    var nothing = PosixFilePermissions.fromString("---------");
    Files.setPosixFilePermissions(file, nothing);
    Files.setPosixFilePermissions(closed, nothing);
    Files.setPosixFilePermissions(unlisted, PosixFilePermissions.fromString("r--r--r--"));
    try {
      assertThat(look(Map.of()))
          .containsExactlyInAnyOrder(
              "a/file none",
              "b/closed unreadable",
              "c/ unreadable",
              "d/in a folder that only lists unreadable",
              "gap b/closed unreadable",
              "gap c unreadable",
              "gap d/in a folder that only lists unreadable");
    } finally {
      var all = PosixFilePermissions.fromString("rwx------");
      Files.setPosixFilePermissions(closed, all);
      Files.setPosixFilePermissions(unlisted, all);
    }
  }

  @Test
  void the_environment_that_a_hook_of_git_leaves_plays_no_part() throws Exception {
    rig.git("init", "-q");
    rig.write(".gitignore", "ignored\n");
    rig.write("ignored", "text");
    rig.write("file", "text");
    rig.git("add", "file");
    var elsewhere = folder.resolve("elsewhere").toString();
    assertThat(
            look(
                Map.of(
                    "GIT_DIR", elsewhere,
                    "GIT_WORK_TREE", elsewhere,
                    "GIT_INDEX_FILE", elsewhere,
                    "GIT_CONFIG_GLOBAL", elsewhere)))
        .containsExactly(".gitignore none", "file none");
    assertThat(Path.of(elsewhere)).doesNotExist();
  }
}
