package dev.clew.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Claude Code's settings.
///
/// Hooks that nobody waits for run beside the agent. Those that order what comes after them do not:
/// prompts, what is before a tool, the ends of turns and sessions.
final class ClaudeSettings {
  /// From here on an unknown hook in the settings is passed over; before, all settings of the file
  /// are. Older agents get the hooks that they have had for long.
  static final int[] TOLERANT = {2, 1, 101};

  private static final List<String> OLD =
      List.of(
          "SessionStart",
          "SessionEnd",
          "UserPromptSubmit",
          "PreToolUse",
          "PostToolUse",
          "Notification",
          "Stop",
          "SubagentStop",
          "PreCompact");

  /// Left out: `WorktreeCreate` and `WorktreeRemove` (a hook there makes the worktree instead of
  /// the agent), `FileChanged` (needs names of files), `MessageDisplay` (one for each piece of
  /// text).
  private static final List<String> LATER =
      List.of(
          "PostToolUseFailure",
          "PostToolBatch",
          "UserPromptExpansion",
          "StopFailure",
          "SubagentStart",
          "PostCompact",
          "PreModelSwitch",
          "PostModelSwitch",
          "PermissionRequest",
          "PermissionDenied",
          "Setup",
          "TeammateIdle",
          "TaskCreated",
          "TaskCompleted",
          "Elicitation",
          "ElicitationResult",
          "ConfigChange",
          "InstructionsLoaded",
          "CwdChanged",
          "DirectoryAdded");

  private static final Set<String> AWAITED =
      Set.of(
          "SessionStart",
          "SessionEnd",
          "UserPromptSubmit",
          "PreToolUse",
          "PermissionRequest",
          "Stop",
          "StopFailure",
          "PreCompact",
          "PreModelSwitch",
          "Elicitation",
          "ElicitationResult");

  private ClaudeSettings() {}

  static AgentHooks of(Path home, Map<String, String> environment, HookLine line, boolean onlyOld) {
    var folder = AgentHooks.folder(home, environment, "CLAUDE_CONFIG_DIR", ".claude");
    var events = new ArrayList<>(OLD);
    if (!onlyOld) {
      events.addAll(LATER);
    }
    var entries = new ArrayList<HookEntry>();
    for (var event : events) {
      entries.add(entry(event, line.of("claude", event, AgentHooks.wait(event))));
    }
    return new AgentHooks(
        "claude",
        folder.resolve("settings.json"),
        Path.of(".claude/settings.local.json"),
        List.of(folder),
        Map.of(),
        entries,
        null,
        onlyOld
            ? "this Claude Code is older than 2.1.101: it gets the hooks that it knows; call 'clew"
                + " init' again when it is newer"
            : null);
  }

  private static HookEntry entry(String event, String line) {
    var hook = AgentHooks.command(line, AgentHooks.TIMEOUT);
    if (!AWAITED.contains(event)) {
      hook.put("async", true);
    }
    return AgentHooks.grouped(event, null, hook);
  }
}
