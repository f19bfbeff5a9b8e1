package dev.clew.capture.codex;

import dev.clew.capture.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The fields that each type of record is known to have. Whatever else a record has is counted, so
/// that a change of the format shows.
final class CodexFields {
  private static final Set<String> ENVELOPE = words("timestamp ordinal type payload");

  private static final Map<String, Set<String>> RECORDS =
      Map.ofEntries(
          known(
              "session_meta",
              "id session_id forked_from_id parent_thread_id timestamp cwd originator cli_version"
                  + " source thread_source agent_nickname agent_role agent_type agent_path"
                  + " model_provider base_instructions instructions dynamic_tools history_mode"
                  + " history_base forked_from_ordinal_exclusive subagent_history_start_ordinal"
                  + " context_window git memory_mode multi_agent_version"),
          known(
              "turn_context",
              "turn_id cwd workspace_roots current_date timezone approval_policy"
                  + " approvals_reviewer sandbox_policy permission_profile network model"
                  + " model_provider personality collaboration_mode effort summary comp_hash"
                  + " multi_agent_version realtime_active user_instructions truncation_policy"
                  + " developer_instructions final_output_json_schema service_tier trace_id"
                  + " file_system_sandbox_policy multi_agent_mode"),
          known(
              "compacted",
              "message replacement_history window_number first_window_id previous_window_id"
                  + " window_id"),
          known("world_state", "full state"),
          known("state", "record_type"),
          known("token_usage_record", "usage response_id turn_id thread_id session_id call_id"),
          known(
              "inter_agent_communication",
              "author recipient other_recipients content trigger_turn"),
          known("inter_agent_communication_metadata", "trigger_turn"));

  private static final Map<String, Set<String>> ITEMS =
      Map.ofEntries(
          known("message", "role content phase end_turn"),
          known("agent_message", "author recipient content"),
          known("reasoning", "summary content encrypted_content status"),
          known(
              "function_call", "name namespace arguments call_id encrypted_function_args summary"),
          known("function_call_output", "call_id output"),
          known("custom_tool_call", "name namespace input call_id status"),
          known("custom_tool_call_output", "call_id name output"),
          known("local_shell_call", "call_id status action"),
          known("local_shell_call_output", "call_id output"),
          known("tool_search_call", "call_id status execution arguments"),
          known("tool_search_output", "call_id status execution tools"),
          known("web_search_call", "status action"),
          known("image_generation_call", "status revised_prompt result"),
          known("additional_tools", "role tools"),
          known("compaction", "encrypted_content"),
          known("context_compaction", "encrypted_content"),
          known("ghost_snapshot", "ghost_commit"));

  private static final Set<String> ITEM_COMMON =
      words("type id metadata internal_chat_message_metadata_passthrough");

  private static final Set<String> EVENTS =
      words(
          "token_count user_message agent_message agent_reasoning agent_reasoning_raw_content"
              + " agent_reasoning_section_break task_started turn_started task_complete"
              + " turn_complete turn_aborted error stream_error warning model_reroute"
              + " thread_settings_applied exec_command_begin exec_command_end patch_apply_begin"
              + " patch_apply_end mcp_tool_call_begin mcp_tool_call_end web_search_begin"
              + " web_search_end image_generation_begin image_generation_end view_image_tool_call"
              + " dynamic_tool_call_request dynamic_tool_call_response sub_agent_activity"
              + " collab_agent_spawn_begin collab_agent_spawn_end collab_agent_interaction_begin"
              + " collab_agent_interaction_end collab_waiting_begin collab_waiting_end"
              + " collab_close_begin collab_close_end collab_resume_begin collab_resume_end"
              + " exec_approval_request apply_patch_approval_request request_permissions"
              + " request_user_input elicitation_request item_started item_completed"
              + " context_compacted thread_rolled_back thread_goal_updated thread_name_updated"
              + " entered_review_mode exited_review_mode plan_update turn_diff"
              + " terminal_interaction shutdown_complete deprecation_notice undo_completed");

  private CodexFields() {}

  /// Whether `type` is that of a response item, which old files write without envelope.
  static boolean isItem(String type) {
    return ITEMS.containsKey(type);
  }

  /// The names of what the adapter does not know in `line`.
  static List<String> unknown(JsonNode line, String type, JsonNode payload) {
    if (!line.isObject()) {
      return List.of("value:" + line.getNodeType().name().toLowerCase(Locale.ROOT));
    }
    var unknown = new ArrayList<String>();
    if (line.has("payload")) {
      fields(line, type.isEmpty() ? "none" : Text.line(type), ENVELOPE, unknown);
    }
    switch (type) {
      case "response_item" -> item(payload, unknown);
      case "event_msg" -> {
        var kind = payload.path("type").asString("");
        if (!EVENTS.contains(kind)) {
          unknown.add("event_msg.type:" + (kind.isEmpty() ? "none" : Text.line(kind)));
        }
      }
      default -> {
        var known = RECORDS.get(type);
        if (known == null) {
          unknown.add("type:" + (type.isEmpty() ? "none" : Text.line(type)));
        } else if (!payload.isObject()) {
          if (!type.equals("state")) {
            unknown.add(type + ".payload");
          }
        } else {
          fields(payload, type, known, unknown);
        }
      }
    }
    return unknown;
  }

  private static void item(JsonNode payload, List<String> unknown) {
    var kind = payload.path("type").asString(payload.has("role") ? "message" : "");
    var known = ITEMS.get(kind);
    if (known == null) {
      unknown.add("response_item.type:" + (kind.isEmpty() ? "none" : Text.line(kind)));
      return;
    }
    for (var name : payload.propertyNames()) {
      if (!known.contains(name) && !ITEM_COMMON.contains(name) && !ENVELOPE.contains(name)) {
        unknown.add("response_item." + kind + "." + Text.line(name));
      }
    }
  }

  private static void fields(
      JsonNode object, String name, Set<String> known, List<String> unknown) {
    for (var field : object.propertyNames()) {
      if (!known.contains(field)) {
        unknown.add(name + "." + Text.line(field));
      }
    }
  }

  private static Map.Entry<String, Set<String>> known(String type, String fields) {
    return Map.entry(type, words(fields));
  }

  private static Set<String> words(String words) {
    return Arrays.stream(words.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
