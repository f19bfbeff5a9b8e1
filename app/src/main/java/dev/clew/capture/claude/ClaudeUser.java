package dev.clew.capture.claude;

import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.PromptSource;
import dev.clew.event.SpanId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A `user` line: a prompt, or the results of tools, or text that the harness put in.
final class ClaudeUser {
  private static final List<String> HARNESS =
      List.of(
          "<local-command-",
          "<bash-stdout>",
          "<bash-stderr>",
          "<bash-input>",
          "<task-notification>",
          "Caveat: The messages below",
          "[Request interrupted by user");

  private final ClaudeRecord record;
  private final JsonNode line;

  ClaudeUser(ClaudeRecord record) {
    this.record = record;
    this.line = record.line();
  }

  void read() {
    var content = line.path("message").path("content");
    var results = new ArrayList<JsonNode>();
    var images = 0;
    if (content.isArray()) {
      for (var block : content.values()) {
        switch (block.path("type").asString("")) {
          case "tool_result" -> results.add(block);
          case "image" -> images++;
          default -> {}
        }
      }
    } else if (!content.isString()) {
      record.add(new Event.Unrecognised(record.header(), List.of("user.message.content")));
      return;
    }
    for (var result : results) {
      // The harness's own result object speaks of one call; with several it cannot be told whose.
      var details = results.size() == 1 ? line.path("toolUseResult") : null;
      new ClaudeToolResult(record, result, details).read();
    }
    if (results.isEmpty()) {
      prompt(Text.ofContent(content), images);
    }
  }

  private void prompt(String text, int images) {
    var source = source(text);
    if (source == null || (text.isBlank() && images == 0)) {
      record.add(new Event.Kept(record.header(), kind(text)));
      return;
    }
    record.add(
        new Event.PromptSubmitted(
            record.header(), SpanId.ofTurn(record.session(), turn()), source, text, images));
  }

  /// The id of the prompt that hooks tell too, else the record's own.
  private String turn() {
    return line.path("promptId").asString(record.name());
  }

  private @Nullable PromptSource source(String text) {
    var origin = line.path("origin").path("kind").asString("human");
    if (line.path("isMeta").asBoolean(false)
        || line.path("isCompactSummary").asBoolean(false)
        || !origin.equals("human")
        || HARNESS.stream().anyMatch(text.stripLeading()::startsWith)) {
      return null;
    }
    if (line.path("isSidechain").asBoolean(false) || record.session().subagent() != null) {
      return PromptSource.PARENT_AGENT;
    }
    return text.stripLeading().startsWith("<command-name>")
            || text.stripLeading().startsWith("<command-message>")
        ? PromptSource.COMMAND
        : PromptSource.USER;
  }

  private String kind(String text) {
    if (line.path("isCompactSummary").asBoolean(false)) {
      return "user.compact-summary";
    }
    return text.stripLeading().startsWith("[Request interrupted") ? "user.interrupt" : "user.meta";
  }
}
