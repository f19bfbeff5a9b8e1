package dev.clew.capture.claude;

import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.FileTouch;
import dev.clew.event.SpanId;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import dev.clew.event.ToolAnswer.CommandResult;
import dev.clew.event.ToolAnswer.ImageRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A `tool_result` block with the harness's `toolUseResult` object beside it.
///
/// The object's shape tells which tool answered: a result line does not name its tool.
final class ClaudeToolResult {
  private final ClaudeRecord record;
  private final JsonNode block;
  private final @Nullable JsonNode details;

  ClaudeToolResult(ClaudeRecord record, JsonNode block, @Nullable JsonNode details) {
    this.record = record;
    this.block = block;
    this.details = details != null && details.isObject() ? details : null;
  }

  void read() {
    var id = block.path("tool_use_id").asString("");
    if (id.isEmpty()) {
      record.add(new Event.Unrecognised(record.header(), List.of("tool_result.tool_use_id")));
      return;
    }
    var step = SpanId.ofToolCall(record.session(), id);
    record.add(new Event.ToolAnswered(record.header(), step, answer()));
    if (details != null) {
      subagent(step, details);
      gitOperations(step, details.path("gitOperation"));
    }
  }

  private ToolAnswer answer() {
    var output = Text.ofContent(block.path("content"));
    var failed = block.path("is_error").asBoolean(false);
    return new ToolAnswer(
        failed ? StepStatus.ERROR : StepStatus.OK,
        output,
        failed ? Text.line(unwrapped(output)) : null,
        details == null || failed ? List.<FileTouch>of() : ClaudeFiles.touched(details),
        details == null ? null : command(details),
        details == null ? null : duration(details),
        record.line().path("toolDenialKind").isString()
            ? record.line().path("toolDenialKind").stringValue()
            : null,
        details != null && details.has("persistedOutputPath"),
        images());
  }

  /// Failures of the harness's own come in a tag.
  private static String unwrapped(String output) {
    var open = "<tool_use_error>";
    return output.startsWith(open)
        ? output.substring(open.length()).replace("</tool_use_error>", "")
        : output;
  }

  private static @Nullable CommandResult command(JsonNode details) {
    if (!details.has("stdout") && !details.has("stderr")) {
      return null;
    }
    var background = details.path("backgroundTaskId");
    return new CommandResult(
        details.path("stdout").asString(""),
        details.path("stderr").asString(""),
        details.path("interrupted").asBoolean(false),
        null,
        background.isString() ? background.stringValue() : null);
  }

  private static @Nullable Long duration(JsonNode details) {
    for (var field : List.of("totalDurationMs", "durationMs")) {
      var value = details.path(field);
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        return value.longValue();
      }
    }
    var seconds = details.path("durationSeconds");
    var millis = seconds.isNumber() ? seconds.asDouble(Double.NaN) * 1000 : Double.NaN;
    return Math.abs(millis) < Long.MAX_VALUE ? Long.valueOf(Math.round(millis)) : null;
  }

  private List<ImageRef> images() {
    var images = new ArrayList<ImageRef>();
    if (block.path("content").isArray()) {
      for (var part : block.path("content").values()) {
        var source = part.path("source");
        ClaudeImages.reference(
                source.path("data").asString(""), source.path("media_type").asString("image/png"))
            .ifPresent(images::add);
      }
    }
    return images;
  }

  private void subagent(SpanId step, JsonNode result) {
    var agent = result.path("agentId");
    if (agent.isString()) {
      var type = result.path("agentType");
      record.add(
          new Event.SubagentStarted(
              record.header(),
              step,
              record.session().root().subagent(agent.stringValue()),
              type.isString() ? type.stringValue() : null));
    }
  }

  private void gitOperations(SpanId step, JsonNode operations) {
    if (operations.has("commit")) {
      var commit = operations.path("commit");
      git(step, "commit", commit.path("branch"), commit.path("sha"));
    }
    if (operations.has("push")) {
      git(step, "push", operations.path("push").path("branch"), null);
    }
    if (operations.has("branch")) {
      git(step, "branch", operations.path("branch").path("ref"), null);
    }
    if (operations.has("pr")) {
      git(step, "pr", operations.path("pr").path("url"), null);
    }
  }

  private void git(SpanId step, String operation, JsonNode ref, @Nullable JsonNode commit) {
    record.add(
        new Event.GitOperated(
            record.header(),
            step,
            operation,
            ref.isString() ? ref.stringValue() : null,
            commit != null && commit.isString() ? commit.stringValue() : null));
  }
}
