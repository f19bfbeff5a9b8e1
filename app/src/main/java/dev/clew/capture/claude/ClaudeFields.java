package dev.clew.capture.claude;

import dev.clew.capture.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The fields that each type of line is known to have.
///
/// Source: 161,767 lines of versions 2.0.64 to 2.1.219 (`formats.md`, appendix B) and real files of
/// 1.0. Whatever else a line has is counted, so that a change of the format shows.
final class ClaudeFields {
  private static final String COMMON =
      "type uuid parentUuid isSidechain userType cwd sessionId version gitBranch timestamp slug"
          + " entrypoint agentId isMeta promptId logicalParentUuid forkedFrom teamName agentName"
          + " session_id";

  private static final Map<String, Set<String>> KNOWN =
      Map.ofEntries(
          known(
              "assistant",
              "message requestId effort attributionSkill attributionMcpServer attributionMcpTool"
                  + " attributionPlugin attributionAgent isApiErrorMessage error apiErrorStatus"
                  + " costUSD durationMs"),
          known(
              "user",
              "message toolUseResult sourceToolAssistantUUID sourceToolUseID promptSource origin"
                  + " permissionMode isCompactSummary isVisibleInTranscriptOnly planContent"
                  + " thinkingMetadata todos imagePasteIds toolDenialKind classifierMetaLines"
                  + " interruptedMessageId mcpMeta"),
          known(
              "system",
              "subtype content level hookCount hookInfos hookErrors hookAdditionalContext"
                  + " preventedContinuation stopReason hasOutput toolUseID durationMs messageCount"
                  + " compactMetadata microcompactMetadata error retryInMs retryAttempt maxRetries"
                  + " source cause direction trigger originalModel fallbackModel requestId"
                  + " apiRefusalCategory apiRefusalExplanation refusedUserMessageUuid"
                  + " pendingBackgroundAgentCount"),
          known("progress", "data toolUseID parentToolUseID"),
          known("attachment", "attachment"),
          known("file-history-snapshot", "messageId snapshot isSnapshotUpdate"),
          known("queue-operation", "operation content"),
          known("last-prompt", "lastPrompt leafUuid"),
          known("mode", "mode"),
          known("permission-mode", "permissionMode"),
          known("custom-title", "customTitle"),
          known("ai-title", "aiTitle"),
          known("summary", "summary leafUuid"),
          known("pr-link", "prNumber prUrl prRepository"),
          known("frame-link", "path frameUrl title"));

  private ClaudeFields() {}

  /// The names of what the adapter does not know in `line`.
  static List<String> unknown(JsonNode line, String type) {
    if (!line.isObject()) {
      return List.of("value:" + line.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
    }
    var fields = KNOWN.get(type);
    if (fields == null) {
      return List.of("type:" + (type.isEmpty() ? "none" : Text.line(type)));
    }
    var unknown = new ArrayList<String>();
    for (var name : line.propertyNames()) {
      if (!fields.contains(name)) {
        unknown.add(type + "." + Text.line(name));
      }
    }
    return unknown;
  }

  private static Map.Entry<String, Set<String>> known(String type, String own) {
    return Map.entry(
        type,
        Stream.concat(Arrays.stream(COMMON.split(" ", -1)), Arrays.stream(own.split(" ", -1)))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
