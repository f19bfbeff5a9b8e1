package dev.clew.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/// The agents whose settings can take our hooks.
public final class KnownSettings {
  private KnownSettings() {}

  /// All of them. A new one is one line here.
  ///
  /// @param line makes the lines of the hooks
  /// @param clew the home of the recorder
  /// @param helper the program that hooks call
  public static List<AgentHooks> all(
      Path home, Map<String, String> environment, HookLine line, Path clew, Path helper) {
    var old = AgentVersion.isOlder("claude", ClaudeSettings.TOLERANT, environment);
    return List.of(
        ClaudeSettings.of(home, environment, line, old),
        AgentHooks.codex(home, environment, line),
        AgentHooks.cursor(home, line),
        AgentHooks.gemini(home, line),
        AgentHooks.openCode(home, environment, plugin(clew, helper)),
        AgentHooks.copilot(home, line));
  }

  /// The program that tells of OpenCode, which has no settings for hooks.
  private static String plugin(Path clew, Path helper) {
    try (var in = KnownSettings.class.getResourceAsStream("opencode.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .replace("@HELPER@", text(helper))
          .replace("@HOME@", text(clew))
          .replace("@LOOK_MS@", Integer.toString(AgentHooks.LOOK_MS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path path) {
    return JsonMapper.shared().writeValueAsString(path.toString());
  }

  /// Whether the agent is used on this machine, or in this project.
  public static boolean isUsed(AgentHooks agent, Path project) {
    var first = agent.project().getName(0);
    var inProject =
        !first.toString().equals(".github") && Files.isDirectory(project.resolve(first));
    return inProject || agent.signs().stream().anyMatch(Files::isDirectory);
  }
}
