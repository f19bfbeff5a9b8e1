package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallCommandTest {
  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private Path prefix = Path.of("");
  private Path launcher = Path.of("");

  @BeforeEach
  void makeLauncher() throws IOException {
    launcher = Files.writeString(folder.resolve("launcher"), "#!/bin/sh\n");
    launcher.toFile().setExecutable(true);
    prefix = folder.resolve("user/.local");
    world =
        new World(
            folder,
            Map.of("CLEW_LAUNCHER", launcher.toString(), "PATH", "/bin", "SHELL", "/bin/zsh"));
  }

  private List<String> actions(World.Ran ran) {
    return ran.json().stream().map(step -> step.path("action").asString()).distinct().toList();
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(prefix)) {
      return List.of();
    }
    try (var tree = Files.walk(prefix)) {
      return tree.filter(path -> !Files.isDirectory(path)).toList();
    }
  }

  @Test
  void what_it_says_is_what_it_writes_and_a_second_time_changes_nothing() throws Exception {
    var first = world.clew("install", "--json");
    assertThat(first.exit()).isEqualTo(Exit.YES);
    assertThat(actions(first)).containsExactly("written");
    var said = first.json().stream().map(step -> Path.of(step.path("path").asString())).toList();
    assertThat(files())
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.Stream.concat(
                    said.stream(),
                    java.util.stream.Stream.of(prefix.resolve("share/clew/installed.json")))
                .toList());
    assertThat(prefix.resolve("bin/clew").toRealPath()).isEqualTo(launcher.toRealPath());
    assertThat(actions(world.clew("install", "--json"))).containsExactly("unchanged");
    assertThat(world.home().folder()).doesNotExist();
  }

  @Test
  void it_says_what_the_users_settings_lack_and_does_not_touch_them() {
    var ran = world.clew("install");
    assertThat(ran.err())
        .contains("export PATH=\"%s:$PATH\"".formatted(prefix.resolve("bin")))
        .contains("fpath=(%s $fpath)".formatted(prefix.resolve("share/zsh/site-functions")));
    assertThat(folder.resolve("user/.zshrc")).doesNotExist();
  }

  @Test
  void the_service_is_written_removed_and_never_enabled() throws Exception {
    var ran = world.clew("install", "--service");
    assertThat(ran.exit()).isEqualTo(Exit.YES);
    assertThat(ran.err()).contains("systemctl --user enable --now clew");
    var unit = folder.resolve("user/.config/systemd/user/clew.service");
    assertThat(Files.readString(unit))
        .contains("ExecStart=\"%s\" up --no-open".formatted(launcher))
        .contains("Environment=\"CLEW_HOME=%s\"".formatted(world.home().folder()));
    assertThat(prefix).doesNotExist();
    assertThat(world.clew("install", "--service").out()).startsWith("unchanged");
    assertThat(world.clew("install", "--service", "--remove", "--dry-run").out())
        .startsWith("removed");
    assertThat(unit).exists();
    assertThat(world.clew("install", "--service", "--remove").out()).startsWith("removed");
    assertThat(unit).doesNotExist();
    Files.writeString(unit, "[Unit]");
    assertThat(world.clew("install", "--service").exit()).isEqualTo(Exit.NO);
    assertThat(world.clew("install", "--service", "--remove").exit()).isEqualTo(Exit.NO);
    assertThat(unit).hasContent("[Unit]");
    assertThat(world.clew("install", "--remove").exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void launchd_is_told_paths_that_hold_anything() {
    var context =
        new World(folder.resolve("a & b")).context(Terminal.of(System.out, System.err, Map.of()));
    assertThat(Service.launchd(context, launcher).text()).contains("a &amp; b/home</string>");
    assertThat(Service.systemd(context, Path.of("/a%b/$c/clew")).text())
        .contains("ExecStart=\"/a%%b/$$c/clew\" up");
  }

  @Test
  void uninstall_leaves_nothing_behind() throws Exception {
    world.clew("install");
    assertThat(actions(world.clew("uninstall", "--json"))).containsExactly("removed");
    assertThat(folder.resolve("user"))
        .satisfiesAnyOf(
            user -> assertThat(user).doesNotExist(), user -> assertThat(files()).isEmpty());
    assertThat(prefix.resolve("share")).doesNotExist();
    assertThat(world.clew("uninstall").err()).contains("nothing is installed below");
  }

  @Test
  void a_file_that_somebody_changed_or_had_before_is_kept_and_said() throws Exception {
    var mine = prefix.resolve("share/zsh/site-functions/_clew");
    Files.createDirectories(mine.getParent());
    Files.writeString(mine, "mine");
    var ran = world.clew("install");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.err()).contains(mine + ": it is not Clew's");
    assertThat(Files.readString(mine)).isEqualTo("mine");
    var manual = prefix.resolve("share/man/man1/clew.1");
    Files.writeString(manual, "changed");
    var removed = world.clew("uninstall");
    assertThat(removed.exit()).isEqualTo(Exit.NO);
    assertThat(removed.err()).contains(manual + ": it was changed since");
    assertThat(files()).containsExactlyInAnyOrder(mine, manual);
  }

  @Test
  void a_dry_run_writes_and_removes_nothing() throws Exception {
    assertThat(actions(world.clew("install", "--dry-run", "--json"))).containsExactly("written");
    assertThat(files()).isEmpty();
    world.clew("install");
    var before = files();
    assertThat(actions(world.clew("uninstall", "--dry-run", "--json"))).containsExactly("removed");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void the_store_goes_only_when_that_is_meant() throws Exception {
    world.write("p/x.jsonl", "{\"note\":1}");
    world.importAll();
    Files.writeString(world.home().folder().resolve("mine.txt"), "mine");
    assertThat(world.clew("uninstall").err()).contains("what is recorded stays in");
    assertThat(world.clew("uninstall", "--purge").exit()).isEqualTo(Exit.USAGE);
    assertThat(world.home().exists()).isTrue();
    assertThat(world.clew("uninstall", "--purge", "--yes").exit()).isEqualTo(Exit.YES);
    try (var left = Files.list(world.home().folder())) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("mine.txt");
    }
  }

  @Test
  void without_a_launcher_it_says_what_to_call() {
    var ran = new World(folder).clew("install");
    assertThat(ran.exit()).isEqualTo(Exit.ENVIRONMENT);
    assertThat(ran.err()).contains("./clew install");
  }
}
