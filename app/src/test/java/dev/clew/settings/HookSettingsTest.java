package dev.clew.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whatever a settings file looks like: our hooks are added and nothing else is, and taken out they
/// leave what was there, byte for byte.
class HookSettingsTest {
  private static final String HELPER = "/h/.clew/bin/clew-hook";
  private static final JsonMapper JSONC =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  @TempDir private Path folder;
  private final AtomicInteger cases = new AtomicInteger();

  private static String line(String agent, String event, int wait) {
    return "[ -x %s ] || exit 0; exec %s /h/.clew %s %s%s"
        .formatted(HELPER, HELPER, agent, event, wait > 0 ? " " + wait : "");
  }

  private static List<AgentHooks> agents() {
    var home = Path.of("/h");
    return KnownSettings.all(
        home, Map.of(), HookSettingsTest::line, Path.of("/h/.clew"), Path.of(HELPER));
  }

  private static AgentHooks agent(String name) {
    return agents().stream().filter(each -> each.agent().equals(name)).findFirst().orElseThrow();
  }

  /// A settings file in a folder of its own.
  private final class World {
    final Path home = folder.resolve("case-" + cases.incrementAndGet());
    final Path file = home.resolve("settings/settings.json");
    final HookSettings settings;

    World(AgentHooks agent, byte @Nullable [] bytes) {
      settings = new HookSettings(agent, file, home.resolve("backup"), HELPER);
      if (bytes != null) {
        write(bytes);
      }
    }

    void write(byte[] bytes) {
      try {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] read() {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void add() {
      try {
        settings.make(settings.adding());
      } catch (IOException | SettingsException e) {
        throw new AssertionError(e);
      }
    }

    void remove() {
      try {
        settings.make(settings.removing());
      } catch (IOException | SettingsException e) {
        throw new AssertionError(e);
      }
    }

    boolean isDone() {
      try {
        return settings.adding().isNone();
      } catch (IOException | SettingsException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static List<AgentHooks> withSettings() {
    return agents().stream().filter(agent -> agent.program() == null).toList();
  }

  @Test
  void exactly_our_entries_are_added_and_nothing_else_changes() {
    Cases.forAll(
        150,
        random -> {
          var agent = withSettings().get(random.nextInt(withSettings().size()));
          var bytes = RandomSettings.of(agent, random);
          var world = new World(agent, bytes);
          world.add();
          var after = world.read();
          assertThat(tree(after)).as(text(after)).isEqualTo(expected(agent, tree(bytes)));
          assertThat(isPartOf(text(bytes), text(after))).as(text(bytes) + text(after)).isTrue();
          assertThat(world.isDone()).as("a second time").isTrue();
        });
  }

  @Test
  void what_was_there_comes_back_byte_for_byte() {
    Cases.forAll(
        150,
        random -> {
          var agent = withSettings().get(random.nextInt(withSettings().size()));
          var bytes = RandomSettings.of(agent, random);
          var world = new World(agent, bytes);
          for (var i = random.nextInt(3); i >= 0; i--) {
            world.add();
          }
          world.remove();
          assertThat(world.read()).isEqualTo(bytes);
          assertThat(world.home.resolve("backup")).isEmptyDirectory();
        });
  }

  @Test
  void where_the_user_changed_the_file_since_only_our_entries_go() {
    Cases.forAll(
        150,
        random -> {
          var agent = withSettings().get(random.nextInt(withSettings().size()));
          var bytes = RandomSettings.of(agent, random);
          var world = new World(agent, bytes);
          world.add();
          var changed = changed(text(world.read()), agent, random);
          world.write(SettingsFile.bytes(changed, world.read()));
          world.remove();
          var expected = (ObjectNode) tree(bytes);
          agent
              .members()
              .forEach((name, value) -> {
                if (!expected.has(name)) {
                  expected.set(name, value);
                }
              });
          expected.put("changed", true);
          assertThat(tree(world.read())).as(changed).isEqualTo(expected);
        });
  }

  @Test
  void without_a_backup_our_entries_are_found_by_what_they_call() {
    Cases.forAll(
        80,
        random -> {
          var agent = withSettings().get(random.nextInt(withSettings().size()));
          var bytes = RandomSettings.of(agent, random);
          var world = new World(agent, bytes);
          world.add();
          delete(world.home.resolve("backup"));
          world.remove();
          assertThat(text(world.read())).doesNotContain(HELPER);
          var left = tree(world.read());
          var original = (ObjectNode) tree(bytes);
          for (var name : original.propertyNames()) {
            if (!name.equals("hooks")) {
              assertThat(left.path(name)).isEqualTo(original.path(name));
            }
          }
        });
  }

  private static String changed(String text, AgentHooks agent, RandomGenerator random) {
    try {
      var settings = SettingsText.of(text);
      var event = agent.entries().get(random.nextInt(agent.entries().size())).event();
      assertThat(settings.get("hooks")).as(event).isNotNull();
      return settings
          .withMember("changed", JsonMapper.shared().getNodeFactory().booleanNode(true))
          .toString();
    } catch (SettingsException e) {
      throw new AssertionError(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode expected(AgentHooks agent, JsonNode before) {
    var settings = (ObjectNode) before.deepCopy();
    agent
        .members()
        .forEach((name, value) -> {
          if (!settings.has(name)) {
            settings.set(name, value);
          }
        });
    var hooks = settings.withObject("/hooks");
    for (var entry : agent.entries()) {
      hooks.withArray("/" + entry.event()).add(entry.element());
    }
    return settings;
  }

  private static String text(byte[] bytes) {
    try {
      return SettingsFile.text(Path.of("settings.json"), bytes);
    } catch (SettingsException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode tree(byte[] bytes) {
    var text = text(bytes);
    return text.isBlank() ? JSONC.createObjectNode() : JSONC.readTree(text);
  }

  /// Whether `part` is left when characters are taken out of `whole`.
  private static boolean isPartOf(String part, String whole) {
    var at = 0;
    for (var i = 0; i < whole.length() && at < part.length(); i++) {
      at += whole.charAt(i) == part.charAt(at) ? 1 : 0;
    }
    return at == part.length();
  }

  @Test
  void a_file_that_is_not_there_is_made_and_goes_again_with_its_folders() throws Exception {
    for (var agent : agents()) {
      var world = new World(agent, null);
      world.add();
      assertThat(world.file).isRegularFile();
      assertThat(Files.getPosixFilePermissions(world.file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(world.settings.installed()).isNotEmpty();
      world.remove();
      assertThat(world.file).doesNotExist();
      assertThat(world.file.getParent()).doesNotExist();
    }
  }

  @Test
  void a_link_is_written_through_and_the_mode_is_kept() throws IOException {
    var world = new World(agent("claude"), null);
    var real = Files.createDirectories(world.home).resolve("dotfiles.json");
    Files.writeString(real, "{\"model\": \"x\"}\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createDirectories(world.file.getParent());
    Files.createSymbolicLink(world.file, real);
    world.add();
    assertThat(world.file).isSymbolicLink();
    assertThat(Files.readString(real)).contains(HELPER);
    assertThat(Files.getPosixFilePermissions(real))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    world.remove();
    assertThat(Files.readString(real)).isEqualTo("{\"model\": \"x\"}\n");
    assertThat(world.file).isSymbolicLink();
  }

  @Test
  void what_is_no_settings_file_is_named_with_its_place_and_left_alone() throws IOException {
    var wrong =
        Map.of(
            "{\n  \"model\": \"x\"\n  \"env\": {}\n}\n",
            "line 3, column 3: expected ',' or '}', found '\"env\": {}'",
            "[1]",
            "line 1, column 1: expected the settings to be an object, found a list",
            "{\"hooks\": []}",
            "line 1, column 11: expected \"hooks\" to be an object, found a list",
            "{\"hooks\": {\"PreToolUse\": 7}}",
            "line 1, column 26: expected \"PreToolUse\" to be a list, found a number",
            "{\"a\": nope}",
            "line 1, column 7: expected a value, found 'nope}'",
            "{\"a\": \"x",
            "line 1, column 9: expected the end of a text in quotes, found the end");
    for (var each : wrong.entrySet()) {
      var world = new World(agent("claude"), each.getKey().getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(world.settings::adding)
          .isInstanceOf(SettingsException.class)
          .hasMessage(world.file + ": " + each.getValue());
      assertThat(world.read()).asString().isEqualTo(each.getKey());
    }
    var world = new World(agent("claude"), new byte[] {'{', (byte) 0xff, '}'});
    assertThatThrownBy(world.settings::adding).hasMessageContaining("expected UTF-8");
  }

  @Test
  void an_entry_of_another_version_of_ours_is_replaced() throws Exception {
    var world =
        new World(
            agent("claude"),
            "{\"hooks\":{\"Stop\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"%s\"}]}]}}"
                .formatted(HELPER + " old")
                .getBytes(StandardCharsets.UTF_8));
    world.add();
    assertThat(text(world.read())).doesNotContain(" old");
    assertThat(world.settings.installed())
        .hasSize(agent("claude").entries().size())
        .allSatisfy(hook -> assertThat(hook.line()).contains("exec " + HELPER));
  }

  @Test
  void a_plugin_of_somebody_else_is_not_touched() {
    var world =
        new World(agent("opencode"), "export const Other = 1\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(world.settings::adding)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("found another one of its name");
  }

  @Test
  void an_old_claude_gets_only_the_hooks_that_it_knows() {
    assertThat(AgentVersion.isOlder("2.0.64 (Claude Code)", ClaudeSettings.TOLERANT)).isTrue();
    assertThat(AgentVersion.isOlder("2.1.328 (Claude Code)", ClaudeSettings.TOLERANT)).isFalse();
    assertThat(AgentVersion.isOlder("2.1.101", ClaudeSettings.TOLERANT)).isFalse();
    assertThat(AgentVersion.isOlder("no idea", ClaudeSettings.TOLERANT)).isFalse();
    var events = new ArrayList<String>();
    ClaudeSettings.of(Path.of("/h"), Map.of(), HookSettingsTest::line, true)
        .entries()
        .forEach(entry -> events.add(entry.event()));
    assertThat(events).contains("PreToolUse", "SessionEnd").doesNotContain("PostToolUseFailure");
  }
}
