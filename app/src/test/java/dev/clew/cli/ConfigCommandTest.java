package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.recorder.CaptureMode;
import dev.clew.recorder.Settings;
import dev.clew.redact.RedactionLevel;
import dev.clew.testing.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void makeWorld() {
    world = new World(folder);
  }

  @Test
  void what_is_set_is_shown_and_kept() throws Exception {
    assertThat(world.clew("config", "redaction_level", "strict").exit()).isEqualTo(Exit.YES);
    assertThat(world.clew("config", "capture_mode", "metadata", "--repo", "loom").exit())
        .isEqualTo(Exit.YES);
    assertThat(Settings.load(world.home().config()))
        .isEqualTo(
            new Settings(
                CaptureMode.CONTENT,
                RedactionLevel.STRICT,
                Map.of(folder.resolve("loom").toString(), CaptureMode.METADATA)));
    assertThat(world.clew("config", "redaction_level").out()).isEqualTo("strict\n");
    assertThat(world.clew("config", "capture_mode", "--repo", "loom/src").out())
        .isEqualTo("metadata\n");
    assertThat(world.clew("config", "capture_mode").out()).isEqualTo("content\n");
    assertThat(world.clew("config").out())
        .isEqualTo(
            """
            capture_mode     content
            redaction_level  strict
            start_on_hook    off
            retention        off
            quota            off
            capture_mode     metadata --repo %s
            """
                .formatted(folder.resolve("loom")));
  }

  @Test
  void what_was_set_can_be_put_back() throws Exception {
    world.clew("config", "redaction_level", "strict");
    world.clew("config", "capture_mode", "metadata");
    world.clew("config", "capture_mode", "metadata", "--repo", "loom");
    assertThat(world.clew("config", "unset", "capture_mode", "--repo", "loom").exit())
        .isEqualTo(Exit.YES);
    assertThat(world.clew("config", "--json").out())
        .isEqualTo(
            """
            {"key":"capture_mode","value":"metadata"}
            {"key":"redaction_level","value":"strict"}
            {"key":"start_on_hook","value":"off"}
            {"key":"retention","value":"off"}
            {"key":"quota","value":"off"}
            """);
    world.clew("config", "unset", "redaction_level");
    assertThat(world.clew("config", "unset", "capture_mode", "--json").out())
        .isEqualTo("{\"key\":\"capture_mode\",\"value\":\"content\"}\n");
    assertThat(Settings.load(world.home().config())).isEqualTo(Settings.DEFAULT);
  }

  @Test
  void a_hook_may_start_the_recorder_only_where_its_user_said_so() throws Exception {
    assertThat(world.clew("config", "start-on-hook", "on").exit()).isEqualTo(Exit.ENVIRONMENT);
    var launcher = Files.writeString(folder.resolve("clew"), "#!/bin/sh\n");
    launcher.toFile().setExecutable(true);
    var launched = new World(folder, Map.of("CLEW_LAUNCHER", launcher.toString()));
    assertThat(launched.clew("config", "start-on-hook", "on").exit()).isEqualTo(Exit.YES);
    assertThat(world.home().startOnHook()).content().contains(launcher + " up --no-open");
    assertThat(world.clew("config", "start_on_hook").out()).isEqualTo("on\n");
    assertThat(world.clew("config", "unset", "start_on_hook").exit()).isEqualTo(Exit.YES);
    assertThat(world.clew("config", "start_on_hook").out()).isEqualTo("off\n");
  }

  @Test
  void looking_makes_nothing() {
    assertThat(world.clew("config").exit()).isEqualTo(Exit.YES);
    assertThat(world.home().folder()).doesNotExist();
  }

  @Test
  void what_makes_no_sense_is_refused_and_changes_nothing() throws Exception {
    for (var wrong :
        List.of(
            List.of("config", "colour"),
            List.of("config", "capture_mode", "full"),
            List.of("config", "redaction_level", "STRICT"),
            List.of("config", "start_on_hook", "yes"),
            List.of("config", "redaction_level", "strict", "--repo", "."),
            List.of("config", "--repo", "."))) {
      var ran = world.clew(wrong.toArray(String[]::new));
      assertThat(ran.exit()).as(wrong.toString()).isEqualTo(Exit.USAGE);
      assertThat(ran.err()).startsWith("clew: ");
    }
    assertThat(Settings.load(world.home().config())).isEqualTo(Settings.DEFAULT);
  }
}
