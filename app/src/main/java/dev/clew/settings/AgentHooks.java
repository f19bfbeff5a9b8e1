package dev.clew.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where an agent's settings stand, and which hooks of ours belong there.
///
/// @param agent its short name
/// @param user the settings of this user
/// @param project the settings of one project that are this user's own, or else its shared ones;
///   relative to the project
/// @param signs folders that tell that the agent is used here: below the user's home, or below a
///   project
/// @param members what the settings need besides, by name
/// @param entries our hooks; none where the file is a program
/// @param program the whole file; absent where it is a file of settings
/// @param hint what the user has to know or do; absent when nothing
public record AgentHooks(
    String agent,
    Path user,
    Path project,
    List<Path> signs,
    Map<String, JsonNode> members,
    List<HookEntry> entries,
    @Nullable String program,
    @Nullable String hint) {
  /// How long an agent waits for a hook at most, in seconds: the helper ends long before.
  static final int TIMEOUT = 5;

  /// How long a shell command is held for a look at the workspace, at most.
  static final int LOOK_MS = 50;

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final List<String> CODEX =
      List.of(
          "SessionStart",
          "SessionEnd",
          "UserPromptSubmit",
          "PreToolUse",
          "PermissionRequest",
          "PostToolUse",
          "PreCompact",
          "PostCompact",
          "SubagentStart",
          "SubagentStop",
          "Stop");

  /// Left out: hooks for each request to the model and each piece of its answer.
  private static final List<String> GEMINI =
      List.of(
          "SessionStart",
          "SessionEnd",
          "BeforeAgent",
          "AfterAgent",
          "BeforeTool",
          "AfterTool",
          "PreCompress",
          "Notification");

  /// Left out: what the person types, and files' contents before they are read.
  private static final List<String> CURSOR =
      List.of(
          "sessionStart",
          "sessionEnd",
          "beforeSubmitPrompt",
          "preToolUse",
          "postToolUse",
          "postToolUseFailure",
          "subagentStart",
          "subagentStop",
          "beforeShellExecution",
          "afterShellExecution",
          "beforeMCPExecution",
          "afterMCPExecution",
          "afterFileEdit",
          "preCompact",
          "stop",
          "afterAgentResponse",
          "afterAgentThought");

  private static final List<String> COPILOT =
      List.of(
          "sessionStart",
          "sessionEnd",
          "userPromptSubmitted",
          "preToolUse",
          "postToolUse",
          "postToolUseFailure",
          "agentStop",
          "subagentStart",
          "subagentStop",
          "errorOccurred",
          "preCompact",
          "permissionRequest",
          "notification");

  /// Codex: its hooks file has the form of Claude Code's settings.
  static AgentHooks codex(Path home, Map<String, String> environment, HookLine line) {
    var folder = folder(home, environment, "CODEX_HOME", ".codex");
    return new AgentHooks(
        "codex",
        folder.resolve("hooks.json"),
        Path.of(".codex/hooks.json"),
        List.of(folder),
        Map.of(),
        CODEX.stream()
            .map(event ->
                grouped(event, null, command(line.of("codex", event, wait(event)), TIMEOUT)))
            .toList(),
        null,
        "Codex asks once whether it may run them: allow it, or nothing is recorded live");
  }

  static AgentHooks gemini(Path home, HookLine line) {
    return new AgentHooks(
        "gemini",
        home.resolve(".gemini/settings.json"),
        Path.of(".gemini/settings.json"),
        List.of(home.resolve(".gemini")),
        Map.of(),
        GEMINI.stream()
            .map(event -> {
              var hook = JSON.createObjectNode().put("name", "clew").put("type", "command");
              hook.put("command", line.of("gemini", event, wait(event)));
              return grouped(event, null, hook.put("timeout", TIMEOUT * 1000));
            })
            .toList(),
        null,
        null);
  }

  static AgentHooks cursor(Path home, HookLine line) {
    return new AgentHooks(
        "cursor",
        home.resolve(".cursor/hooks.json"),
        Path.of(".cursor/hooks.json"),
        List.of(home.resolve(".cursor")),
        Map.of("version", JSON.getNodeFactory().numberNode(1)),
        CURSOR.stream()
            .map(event -> {
              var hook = JSON.createObjectNode();
              hook.put("command", line.of("cursor", event, wait(event)));
              return new HookEntry(event, hook.put("timeout", TIMEOUT));
            })
            .toList(),
        null,
        null);
  }

  static AgentHooks copilot(Path home, HookLine line) {
    return new AgentHooks(
        "copilot",
        home.resolve(".copilot/hooks/clew.json"),
        Path.of(".github/hooks/clew.json"),
        List.of(home.resolve(".copilot")),
        Map.of("version", JSON.getNodeFactory().numberNode(1)),
        COPILOT.stream()
            .map(event -> {
              var hook = JSON.createObjectNode().put("type", "command");
              hook.put("bash", line.of("copilot", event, wait(event)));
              return new HookEntry(event, hook.put("timeoutSec", TIMEOUT));
            })
            .toList(),
        null,
        null);
  }

  static AgentHooks openCode(Path home, Map<String, String> environment, String program) {
    var folder = folder(home, environment, "XDG_CONFIG_HOME", ".config").resolve("opencode");
    return new AgentHooks(
        "opencode",
        folder.resolve("plugin/clew.js"),
        Path.of(".opencode/plugin/clew.js"),
        List.of(folder, home.resolve(".local/share/opencode")),
        Map.of(),
        List.of(),
        program,
        null);
  }

  static Path folder(Path home, Map<String, String> environment, String variable, String own) {
    var named = environment.getOrDefault(variable, "").strip();
    return home.resolve(named.isEmpty() ? own : named);
  }

  /// A hook before a tool holds the agent for a look at the workspace.
  static int wait(String event) {
    return switch (event) {
      case "PreToolUse", "BeforeTool", "preToolUse" -> LOOK_MS;
      default -> 0;
    };
  }

  static tools.jackson.databind.node.ObjectNode command(String line, int timeout) {
    return JSON.createObjectNode()
        .put("type", "command")
        .put("command", line)
        .put("timeout", timeout);
  }

  static HookEntry grouped(String event, @Nullable String matcher, JsonNode hook) {
    var group = JSON.createObjectNode();
    if (matcher != null) {
      group.put("matcher", matcher);
    }
    group.putArray("hooks").add(hook);
    return new HookEntry(event, group);
  }
}
