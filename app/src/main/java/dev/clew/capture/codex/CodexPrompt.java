package dev.clew.capture.codex;

import java.util.regex.Pattern;

/// Tells what a user wrote from what the harness puts into a user's message.
final class CodexPrompt {
  private static final Pattern INJECTED =
      Pattern.compile(
          "<(environment_context|user_instructions|instructions|skills?|skills_instructions"
              + "|turn_aborted|subagent_notification|hook_prompt|apps_instructions"
              + "|plugins_instructions|permissions instructions|collaboration_mode"
              + "|personality_spec|model_switch|app-context|user_shell_command|goal_context"
              + "|recommended_plugins|agents_md|image|/image)\\b[^>]*>.*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final String REQUEST = "## My request for Codex:";

  private CodexPrompt() {}

  /// Whether a block of a user's message is the harness's own.
  static boolean isInjected(String block) {
    var text = block.strip();
    return text.startsWith("# AGENTS.md instructions") || INJECTED.matcher(text).matches();
  }

  /// The request itself, where the editor has put its own state before it.
  static String withoutContext(String text) {
    var at = text.startsWith("# Context from my IDE setup:") ? text.indexOf(REQUEST) : -1;
    return at < 0 ? text : text.substring(at + REQUEST.length()).strip();
  }
}
