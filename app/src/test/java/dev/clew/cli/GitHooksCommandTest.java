package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The hook of `clew git-hooks`: put there, chained, taken out; and silent where nobody answers.
class GitHooksCommandTest {
  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private Path repository = Path.of("");
  private Path launcher = Path.of("");

  @BeforeEach
  void make_a_repository() throws IOException {
    var real = folder.toRealPath();
    launcher = script(real.resolve("it's a launcher"), "exit 1");
    world = new World(real, Map.of("CLEW_LAUNCHER", launcher.toString()));
    repository = Files.createDirectory(real.resolve("repo"));
    TestGit.run(repository, "init", "-q", "-b", "main");
  }

  private static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private World.Ran clew(String... words) {
    var all = new ArrayList<>(List.of("git-hooks", "-C", repository.toString()));
    all.addAll(List.of(words));
    return world.clew(all.toArray(String[]::new));
  }

  private String action(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--json");
    return clew(all.toArray(String[]::new)).json().getFirst().path("action").asString();
  }

  /// Every file below, with its mode and what is in it.
  private Map<String, String> state() throws IOException {
    var state = new TreeMap<String, String>();
    try (var files = Files.walk(repository)) {
      for (var file : files.toList()) {
        var mode =
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        var what =
            Files.isSymbolicLink(file)
                ? "-> " + Files.readSymbolicLink(file)
                : Files.isDirectory(file) ? "" : HexFormat.of().formatHex(Files.readAllBytes(file));
        state.put(repository.relativize(file).toString(), mode + " " + what);
      }
    }
    return state;
  }

  private void comes_and_goes() throws IOException {
    var before = state();
    assertThat(action("install", "--dry-run")).isEqualTo("written");
    assertThat(state()).isEqualTo(before);
    assertThat(action("install")).isEqualTo("written");
    assertThat(action("install")).isEqualTo("unchanged");
    assertThat(action("status")).isEqualTo("installed");
    assertThat(clew("status").exit()).isEqualTo(Exit.YES);
    assertThat(action("remove")).isEqualTo("removed");
    assertThat(state()).isEqualTo(before);
    assertThat(action("status")).isIn("none", "other");
    assertThat(clew("status").exit()).isEqualTo(Exit.NO);
  }

  @Test
  void remove_leaves_everything_as_it_was() throws Exception {
    comes_and_goes();
    assertThat(action("remove")).isEqualTo("gone");
    World.delete(repository.resolve(".git/hooks"));
    comes_and_goes();
  }

  @Test
  void remove_puts_back_the_hook_that_was_there() throws Exception {
    var hook = repository.resolve(".git/hooks/commit-msg");
    script(hook, "exit 0 # \u00e4");
    comes_and_goes();
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rw-r-----"));
    comes_and_goes();
    Files.delete(hook);
    Files.createSymbolicLink(hook, Path.of("../nowhere"));
    comes_and_goes();
  }

  @Test
  void the_folder_that_core_hooks_path_names_is_used() throws Exception {
    TestGit.run(repository, "config", "core.hooksPath", "tools/hooks");
    comes_and_goes();
    assertThat(clew("install").out()).contains(repository + "/tools/hooks/commit-msg");
    var outside = folder.toRealPath().resolve("elsewhere");
    TestGit.run(repository, "config", "core.hooksPath", outside.toString());
    assertThat(clew("install").err()).contains("outside this repository", "--shared");
    assertThat(outside).doesNotExist();
    assertThat(action("install", "--shared")).isEqualTo("written");
    assertThat(action("remove")).isEqualTo("removed");
    assertThat(outside).doesNotExist();
    TestGit.run(repository, "config", "core.hooksPath", ".husky/_");
    assertThat(clew("install").err()).contains("husky");
  }

  @Test
  void what_somebody_else_wrote_is_kept() throws Exception {
    action("install");
    var hook = repository.resolve(".git/hooks/commit-msg");
    Files.writeString(hook, Files.readString(hook).replace("exit 0", "exit 0 # mine"));
    var changed = state();
    for (var verb : List.of("install", "remove")) {
      assertThat(clew(verb).err()).contains("was changed since");
      assertThat(clew(verb).exit()).isEqualTo(Exit.NO);
    }
    assertThat(state()).isEqualTo(changed);
    script(hook, "exit 0");
    assertThat(action("remove")).isEqualTo("kept");
    script(repository.resolve(".git/hooks/commit-msg.before-clew"), "exit 0");
    var both = state();
    assertThat(clew("install").err()).contains("is there already");
    assertThat(state()).isEqualTo(both);
  }

  @Test
  void outside_a_work_tree_there_is_nothing_to_install() throws Exception {
    assertThat(world.clew("git-hooks", "install").exit()).isEqualTo(Exit.ENVIRONMENT);
    assertThat(clew("mend").exit()).isEqualTo(Exit.USAGE);
  }

  private String commit(String message) {
    TestGit.run(repository, "commit", "-q", "--allow-empty", "-m", message);
    return TestGit.run(repository, "log", "-1", "--format=%B").strip();
  }

  @Test
  void the_hook_that_was_there_runs_first_and_its_failure_counts() throws Exception {
    script(
        repository.resolve(".git/hooks/commit-msg"),
        "[ $# = 1 ] || exit 3\ngrep -q bad \"$1\" && exit 1\necho seen >>\"$1\"");
    action("install");
    assertThat(commit("good")).isEqualTo("good\nseen");
    assertThat(script(folder.resolve("try"), "cd \"$1\" && git commit --allow-empty -m bad"))
        .exists();
    var tried =
        new ProcessBuilder(folder.resolve("try").toString(), repository.toString())
            .redirectErrorStream(true);
    tried.environment().putAll(TestGit.ENVIRONMENT);
    assertThat(tried.start().waitFor()).isEqualTo(1);
    assertThat(TestGit.run(repository, "log", "--format=%s").strip()).isEqualTo("good seen");
  }

  @Test
  void without_a_recorder_or_without_clew_a_commit_is_as_ever() throws Exception {
    action("install");
    script(launcher, "echo 'Trace-Id: 1'\necho .");
    assertThat(TestGit.run(repository, "commit", "--allow-empty", "-m", "no recorder"))
        .doesNotContain("clew");
    assertThat(commit("no recorder")).isEqualTo("no recorder");
    try (var socket = listening()) {
      assertThat(commit("one")).isEqualTo("one\n\nTrace-Id: 1");
      script(launcher, "echo 'Trace-Id: 1'; echo oh >&2; exit 1");
      assertThat(commit("cut short")).isEqualTo("cut short");
      Files.delete(launcher);
      assertThat(commit("no clew")).isEqualTo("no clew");
      assertThat(socket.isOpen()).isTrue();
    }
  }

  @Test
  void a_recorder_that_does_not_answer_holds_a_commit_for_a_second_at_most() throws Exception {
    action("install");
    script(launcher, "echo 'Trace-Id: 1'\nexec sleep 60");
    try (var socket = listening()) {
      var begun = System.nanoTime();
      assertThat(commit("late")).isEqualTo("late");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
      assertThat(socket.isOpen()).isTrue();
    }
  }

  private ServerSocketChannel listening() throws IOException {
    Files.createDirectories(world.home().folder());
    var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return socket.bind(UnixDomainSocketAddress.of(world.home().socket()));
  }
}
