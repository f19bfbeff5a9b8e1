package dev.clew.event;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Names a turn or a step: 8 bytes, 16 lower-case hex digits, a W3C span id.
public record SpanId(long bits) {
  /// The step of a tool call that the agent calls `toolCallId`.
  ///
  /// An id that the agent makes globally unique is taken as it is; any other is unique only within
  /// its session.
  public static SpanId ofToolCall(SessionKey session, String toolCallId) {
    return unique(toolCallId, "toolu_", "srvtoolu_")
        ? derive("clew/tool/v1", session.agent(), toolCallId)
        : derive("clew/tool/v1", session.agent(), session.agentSession(), toolCallId);
  }

  /// The step of a tool call whose id its agent makes globally unique.
  public static SpanId ofUniqueToolCall(String agent, String toolCallId) {
    return derive("clew/tool/v1", agent, toolCallId);
  }

  /// The step of the model call that produced message `messageId` in answer to `requestId`.
  public static SpanId ofModelCall(SessionKey session, String messageId, String requestId) {
    return derive("clew/call/v1", session.agent(), messageId, requestId);
  }

  /// The turn that the prompt `promptId` (the agent's own id of that record) opened.
  public static SpanId ofTurn(SessionKey session, String promptId) {
    return derive("clew/turn/v1", session.agent(), promptId);
  }

  /// A span known only by the record that tells of it.
  public static SpanId ofRecord(String kind, RecordId record) {
    return derive(kind, record.hex());
  }

  private static boolean unique(String id, String... prefixes) {
    for (var prefix : prefixes) {
      if (id.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static SpanId derive(String kind, String... parts) {
    var bits = ByteBuffer.wrap(Ids.derive(kind, parts)).getLong();
    return new SpanId(bits == 0 ? 1 : bits); // W3C: all zeros is no id
  }

  /// 16 lower-case hex digits.
  public String hex() {
    return HexFormat.of().toHexDigits(bits);
  }
}
