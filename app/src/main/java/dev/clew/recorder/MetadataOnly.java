package dev.clew.recorder;

import dev.clew.capture.HookEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Capture mode `metadata`: of a record's strings only ids, times, names of models and tools and
/// other words of closed lists stay; each other string becomes its length and a keyed hash.
///
/// So do the names of nested fields that no list has: an agent keeps paths and questions there.
/// What stands in a tool's arguments is the model's text under any name.
final class MetadataOnly {
  private static final Set<String> KEPT =
      words(
          "type subtype uuid parentUuid logicalParentUuid sessionId agentId agentType timestamp",
          "version entrypoint userType role model id requestId tool_use_id toolUseID",
          "parentToolUseID sourceToolAssistantUUID promptId name stop_reason service_tier speed",
          "inference_geo permissionMode operation mode status trigger kind commandMode",
          "media_type toolDenialKind record_type turn_id call_id session_id forked_from_id",
          "parent_thread_id agent_thread_id new_thread_id event_id originator cli_version",
          "model_provider effort approval_policy phase reason namespace history_mode",
          "hook_event_name hook_type tool_name tool_call_id conversation_id generation_id",
          "prompt_id agent_id agent_type permission_mode cursor_version");

  private static final Set<String> FIELDS =
      words(
          "content stop_sequence usage input_tokens output_tokens cache_creation_input_tokens",
          "cache_read_input_tokens cache_creation ephemeral_5m_input_tokens iterations",
          "ephemeral_1h_input_tokens server_tool_use web_search_requests web_fetch_requests",
          "text thinking signature input is_error source data filePath oldString newString",
          "originalFile structuredPatch lines oldStart oldLines newStart newLines userModified",
          "replaceAll edits old_string new_string replace_all originalFileContents notebook_path",
          "old_source new_source original_file updated_file file stdout stderr interrupted",
          "backgroundTaskId persistedOutputPath totalDurationMs durationMs durationSeconds",
          "gitOperation commit sha branch push ref action pr number url filename prompt origin",
          "preTokens message formatted file_path path command description pattern query todos",
          "questions question subject skill plan payload info total_token_usage rate_limits",
          "last_token_usage cached_input_tokens cache_write_input_tokens total_tokens summary",
          "reasoning_output_tokens encrypted_content arguments output git commit_hash changes",
          "repository_url cwd base_instructions instructions sandbox_policy exit_code item",
          "aggregated_output duration secs nanos result success unified_diff move_path add",
          "model_context_window duration_ms completed_at started_at images local_images text_elements");

  /// Where lines and hooks have a tool's arguments.
  private static final Set<String> ARGUMENTS = words("input tool_input toolArgs tool_args");

  /// Words without spaces: an agent that put prose into a kept field does not get it through.
  private static final Pattern WORD = Pattern.compile("[\\w.:<>@+-]{0,128}");

  private static final Pattern NAME = Pattern.compile("\\w{1,64}");

  private final KeyedHash hash;

  MetadataOnly(KeyedHash hash) {
    this.hash = hash;
  }

  private static Set<String> words(String... lines) {
    return Arrays.stream(lines)
        .flatMap(line -> Arrays.stream(line.split(" ", -1)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What stays of a payload as it is stored.
  byte[] reduceStored(String kind, byte[] payload) {
    if (RecordKind.isMalformed(kind)) {
      return "⟦not kept: %d bytes⟧".formatted(payload.length).getBytes(StandardCharsets.UTF_8);
    }
    if (RecordKind.form(kind).equals(RecordKind.HOOK)) {
      var envelope = HookEnvelope.of(Json.value(payload));
      return envelope.stored(reduce(JsonMapper.shared().writeValueAsBytes(envelope.payload())));
    }
    return reduce(payload);
  }

  byte[] reduce(byte[] json) {
    var line = Json.value(json);
    return JsonMapper.shared().writeValueAsBytes(reduce(line, "", 0));
  }

  /// @param depth how many objects the value lies in; negative in a tool's arguments
  private JsonNode reduce(JsonNode node, String name, int depth) {
    return switch (node) {
      case ObjectNode object -> {
        var reduced = JsonNodeFactory.instance.objectNode();
        for (var field : object.properties()) {
          var key = field.getKey();
          reduced.set(
              isField(key, depth) ? key : hashed(key),
              reduce(field.getValue(), key, below(key, depth)));
        }
        yield reduced;
      }
      case ArrayNode array -> {
        var reduced = JsonNodeFactory.instance.arrayNode();
        array.values().forEach(each -> reduced.add(reduce(each, name, depth)));
        yield reduced;
      }
      default ->
          node.isString()
              ? JsonNodeFactory.instance.stringNode(reduce(node.stringValue(), name, depth))
              : node;
    };
  }

  private static int below(String key, int depth) {
    return depth < 0 || ARGUMENTS.contains(key) ? -1 : depth + 1;
  }

  /// The harness names a line's own fields; their number shows a change of its format.
  private static boolean isField(String key, int depth) {
    return FIELDS.contains(key)
        || KEPT.contains(key)
        || (depth == 0 && NAME.matcher(key).matches());
  }

  private String reduce(String value, String name, int depth) {
    var kept = depth >= 0 && KEPT.contains(name) && WORD.matcher(value).matches();
    return kept || value.isEmpty() ? value : hashed(value);
  }

  /// What stands for a text.
  String hashed(String value) {
    return "⟦text:%s:%d⟧"
        .formatted(hash.hex("text", value, 8), value.getBytes(StandardCharsets.UTF_8).length);
  }
}
