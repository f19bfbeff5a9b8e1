package dev.clew.workspace.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full while a move is prepared, made or noted: a file system of 1 MiB that only
/// the program sees which fills it, and that goes with it.
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
  @TempDir Path folder;

  @Test
  void on_a_full_disk_each_file_is_old_or_new_and_what_was_left_is_told() throws Exception {
    var disk = Files.createDirectory(folder.resolve("disk"));
    var mount = "mount -t tmpfs -o size=1m,nr_inodes=60 none '%s'".formatted(disk);
    assumeTrue(
        run(mount, List.of()).equals("0 "), "no file system of its own can be had here (unshare)");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var said =
        run(
            mount + " && exec \"$@\"",
            List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FullDisk.class.getName(),
                disk.toString(),
                Files.createDirectory(folder.resolve("elsewhere")).toString()));
    assertThat(said).isEqualTo("0 all is as it has to be\n");
  }

  /// Runs a script with mounts of its own; its exit code and what it said.
  private String run(String script, List<String> arguments)
      throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of("/usr/bin/unshare"))) {
      return "no unshare";
    }
    var command =
        new ArrayList<>(
            List.of("/usr/bin/unshare", "--user", "--map-root-user", "--mount", "sh", "-c"));
    command.addAll(List.of(script, "sh"));
    command.addAll(arguments);
    var said = folder.resolve("said");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    process.getOutputStream().close();
    var code = process.waitFor();
    return code + " " + Files.readString(said, StandardCharsets.UTF_8);
  }
}
