package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Hooks in agents' settings, as `clew init` puts them there.
class InitCommandTest {
  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void make_a_world() {
    world = new World(folder);
  }

  private Path user(String path) {
    return world.userHome().resolve(path);
  }

  private void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every file below the user's home, and what it holds.
  private Map<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    try (var paths = Files.walk(world.userHome())) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        files.put(world.userHome().relativize(path).toString(), Files.readString(path));
      }
    }
    return files;
  }

  @Test
  void agents_that_are_used_here_get_hooks_and_removing_them_restores_everything()
      throws IOException {
    write(user(".claude/settings.json"), "{\n\t\"model\": \"x\", // mine\n}\n");
    write(user(".codex/config.toml"), "model = \"x\"\n");
    write(user(".cursor/hooks.json"), "{\"version\":1,\"hooks\":{}}");
    write(user(".gemini/settings.json"), "{\"ui\": {\"theme\": \"x\"}}\n");
    write(user(".config/opencode/opencode.json"), "{}\n");
    write(user(".copilot/config.json"), "{}\n");
    var before = files();
    var ran = world.clew("init");
    assertThat(ran.exit()).isEqualTo(Exit.YES);
    assertThat(ran.out().lines().filter(line -> line.startsWith("changed"))).hasSize(6);
    var after = files();
    for (var file :
        new String[] {
          ".claude/settings.json",
          ".codex/hooks.json",
          ".cursor/hooks.json",
          ".gemini/settings.json",
          ".config/opencode/plugin/clew.js",
          ".copilot/hooks/clew.json"
        }) {
      assertThat(after.get(file)).as(file).contains(world.home().helper().toString());
    }
    assertThat(Files.isExecutable(world.home().helper())).isTrue();
    assertThat(world.clew("init").out().lines()).allMatch(line -> line.startsWith("unchanged"));
    assertThat(files()).isEqualTo(after);
    assertThat(world.clew("init", "--remove").exit()).isEqualTo(Exit.YES);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void an_installed_line_hands_the_payload_to_the_spool_and_says_nothing() throws Exception {
    world.clew("import", folder.toString());
    world.clew("init", "--agent", "claude");
    var settings = JsonMapper.shared().readTree(Files.readString(user(".claude/settings.json")));
    var hook = settings.path("hooks").path("Stop").path(0).path("hooks").path(0);
    var process =
        new ProcessBuilder("/bin/sh", "-c", hook.path("command").asString())
            .redirectErrorStream(true)
            .start();
    try (var in = process.getOutputStream()) {
      in.write("{\"session_id\":\"s\"}".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    try (var spool = Files.list(world.home().spool())) {
      assertThat(spool).hasSize(1);
    }
  }

  @Test
  void a_dry_run_shows_the_changes_and_writes_nothing() throws IOException {
    write(user(".gemini/settings.json"), "{\n  \"ui\": {}\n}\n");
    var before = files();
    var ran = world.clew("init", "--dry-run");
    assertThat(ran.out())
        .contains("--- " + user(".gemini/settings.json"))
        .contains("-  \"ui\": {}")
        .contains("+  \"ui\": {},")
        .contains("\"BeforeTool\"");
    assertThat(files()).isEqualTo(before);
    assertThat(world.home().folder()).doesNotExist();
  }

  @Test
  void a_project_gets_its_own_settings() {
    write(world.workingFolder().resolve(".claude/CLAUDE.md"), "");
    assertThat(world.clew("init", "--project").exit()).isEqualTo(Exit.YES);
    assertThat(world.workingFolder().resolve(".claude/settings.local.json")).isRegularFile();
    assertThat(user(".claude")).doesNotExist();
    world.clew("init", "--project", "--remove");
    assertThat(world.workingFolder().resolve(".claude/settings.local.json")).doesNotExist();
  }

  @Test
  void a_file_that_cannot_be_understood_is_named_and_the_others_are_done() throws IOException {
    write(user(".claude/settings.json"), "{\n  nope\n}\n");
    write(user(".gemini/settings.json"), "{}\n");
    var ran = world.clew("init");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.err())
        .contains(user(".claude/settings.json") + ": line 2, column 3: expected a name in quotes");
    assertThat(Files.readString(user(".claude/settings.json"))).isEqualTo("{\n  nope\n}\n");
    assertThat(Files.readString(user(".gemini/settings.json"))).contains("BeforeTool");
  }

  @Test
  void a_purge_takes_the_hooks_out_too() throws IOException {
    write(user(".gemini/settings.json"), "{ }\n");
    world.clew("init");
    assertThat(world.clew("uninstall", "--purge", "--yes").exit()).isEqualTo(Exit.YES);
    assertThat(Files.readString(user(".gemini/settings.json"))).isEqualTo("{ }\n");
    assertThat(world.home().folder()).doesNotExist();
  }

  @Test
  void what_cannot_be_done_is_said() {
    assertThat(world.clew("init").exit()).isEqualTo(Exit.NO);
    assertThat(world.clew("init", "--agent", "emacs").err()).contains("found 'emacs'");
    assertThat(world.clew("init", "--user", "--project").exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void json_tells_what_was_done_with_each_file() {
    write(user(".gemini/settings.json"), "{}\n");
    var row = world.clew("init", "--json").json().getFirst();
    assertThat(row.path("agent").asString()).isEqualTo("gemini");
    assertThat(row.path("action").asString()).isEqualTo("changed");
    assertThat(row.path("path").asString()).isEqualTo(user(".gemini/settings.json").toString());
  }
}
