package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DoctorCommandTest {
  @TempDir private Path folder;

  private World world() {
    return new World(folder, Map.of("CLEW_PORT", "0", "PATH", "/usr/bin:/bin", "LANG", "C.UTF-8"));
  }

  private static Map<String, String> checks(World.Ran ran) {
    return ran.json().stream()
        .collect(
            Collectors.toMap(
                check -> check.path("check").asString(), check -> check.path("status").asString()));
  }

  @Test
  void a_store_that_is_well_passes_and_nothing_is_changed() {
    var world = world();
    world.write("p/x.jsonl", "{\"note\":1}");
    assertThat(world.clew("doctor").exit()).isEqualTo(Exit.YES);
    assertThat(world.home().folder()).doesNotExist();
    world.importAll();
    var ran = world.clew("doctor", "--json");
    assertThat(checks(ran))
        .containsEntry("store", "ok")
        .containsEntry("ledger", "ok")
        .containsEntry("lines", "ok")
        .containsEntry("recorder", "ok")
        .containsEntry("java", "ok")
        .containsEntry("launcher", "warn");
    assertThat(ran.exit()).isEqualTo(Exit.YES);
  }

  @Test
  void what_is_wrong_is_named_with_a_remedy() throws Exception {
    var world = world();
    world.write("p/x.jsonl", "{\"note\":1}");
    world.importAll();
    Files.setPosixFilePermissions(
        world.home().folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(world.home().index(), "no database at all, but long enough to be looked at");
    var ran = world.clew("doctor", "--json");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(checks(ran)).containsEntry("store", "warn").containsEntry("index", "fail");
    assertThat(world.clew("doctor").out()).contains("'clew reindex' builds it anew");
  }

  private static JsonNode hooks(World.Ran ran) {
    return ran.json().stream()
        .filter(check -> check.path("check").asString().equals("hooks claude"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_hook_that_finds_no_recorder_is_said_to_wait_and_is_taken_away_again() throws Exception {
    var world = world();
    world.write("p/x.jsonl", "{\"note\":1}");
    world.importAll();
    world.clew("init", "--agent", "claude");
    var check = hooks(world.clew("doctor", "--json"));
    assertThat(check.path("status").asString()).as(check.toString()).isEqualTo("warn");
    assertThat(check.path("says").asString()).contains("put into the spool: no recorder runs");
    assertThat(world.home().spool()).isEmptyDirectory();
    assertThat(world.clew("sessions", "--json").json()).isEmpty();
  }

  @Test
  void hooks_that_no_agent_runs_are_named_with_the_reason() throws Exception {
    var world = world();
    world.clew("init", "--agent", "claude");
    var settings = world.userHome().resolve(".claude/settings.json");
    var text = Files.readString(settings);
    Files.writeString(settings, text.replaceFirst("\\{", "{\"disableAllHooks\": true,"));
    assertThat(hooks(world.clew("doctor", "--json")).path("says").asString())
        .contains("disableAllHooks is set");
    Files.writeString(settings, text.replaceFirst("\\{", "{ nope"));
    assertThat(hooks(world.clew("doctor", "--json")).path("says").asString())
        .contains("line 1, column 3: expected a name in quotes");
    Files.writeString(settings, text.replace("\"Stop\"", "\"Other\""));
    assertThat(hooks(world.clew("doctor", "--json")).path("says").asString())
        .contains("by another version");
    Files.writeString(settings, text);
    Files.writeString(world.home().helper(), "#!/bin/sh\necho loud\nexit 3\n");
    assertThat(hooks(world.clew("doctor", "--json")).path("says").asString())
        .contains("it ended with code 3 and said: loud");
    Files.delete(world.home().helper());
    assertThat(hooks(world.clew("doctor", "--json")).path("says").asString())
        .endsWith("clew-hook is missing");
  }

  @Test
  void databases_are_their_owners_only() throws Exception {
    var world = world();
    world.write("p/x.jsonl", "{\"note\":1}");
    world.importAll();
    for (var file : new Path[] {world.home().content(), world.home().index()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
    }
  }

  @Test
  void a_log_that_is_too_long_is_put_aside() throws Exception {
    var log = Files.writeString(folder.resolve("recorder.log"), "x".repeat(3 << 20));
    LogFile.bound(log);
    assertThat(log).isEmptyFile();
    assertThat(folder.resolve("recorder.log.1")).hasSize(3 << 20);
    Files.writeString(log, "short");
    LogFile.bound(log);
    assertThat(log).hasContent("short");
  }
}
