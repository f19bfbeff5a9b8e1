package dev.clew.capture.claude;

import dev.clew.capture.HookFields;

/// The hooks that Claude Code is known to have, and their fields.
///
/// Source: the agent's type declarations up to 2.1.328 (`formats.md` §1a).
final class ClaudeHookFields {
  private static final String TOOL = " tool_name tool_input tool_use_id mcp_server";
  private static final String STOP = " stop_hook_active last_assistant_message background_tasks";

  static final HookFields KNOWN =
      HookFields.of(
          "session_id transcript_path cwd hook_event_name prompt_id permission_mode agent_id"
              + " agent_type effort",
          "SessionStart source model session_title seconds_since_last_response context_tokens"
              + " prompt_cache_likely_expired estimated_cache_write_usd",
          "SessionEnd reason",
          "UserPromptSubmit prompt source session_title",
          "UserPromptExpansion expansion_type command_name command_args command_source prompt",
          "PreToolUse" + TOOL,
          "PermissionRequest permission_suggestions" + TOOL,
          "PermissionDenied reason" + TOOL,
          "PostToolUse tool_response duration_ms" + TOOL,
          "PostToolUseFailure error is_interrupt duration_ms" + TOOL,
          "PostToolBatch tool_calls",
          "Stop session_crons" + STOP,
          "StopFailure error error_details last_assistant_message",
          "SubagentStart",
          "SubagentStop agent_transcript_path session_crons" + STOP,
          "PreCompact trigger custom_instructions",
          "PostCompact trigger compact_summary",
          "PreModelSwitch from_model to_model requested_model source context_tokens"
              + " prompt_cache_warm cache_ttl estimated_cache_write_usd pricing",
          "PostModelSwitch from_model to_model requested_model source context_tokens"
              + " prompt_cache_warm cache_ttl estimated_cache_write_usd pricing",
          "Notification message title notification_type",
          "Setup trigger",
          "InstructionsLoaded file_path memory_type load_reason globs trigger_file_path"
              + " parent_file_path",
          "ConfigChange source file_path",
          "CwdChanged old_cwd new_cwd",
          "DirectoryAdded directory source",
          "FileChanged file_path event",
          "WorktreeCreate name",
          "WorktreeRemove worktree_path",
          "TaskCreated task_id task_subject task_description teammate_name team_name",
          "TaskCompleted task_id task_subject task_description teammate_name team_name",
          "TeammateIdle teammate_name team_name",
          "Elicitation mcp_server_name message mode url elicitation_id requested_schema",
          "ElicitationResult mcp_server_name elicitation_id mode action content",
          "MessageDisplay turn_id message_id index final delta");

  private ClaudeHookFields() {}
}
