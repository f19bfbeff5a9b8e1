package dev.clew.capture.claude;

import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.FileTouch;
import dev.clew.event.SpanId;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
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
      new ClaudeResult(details).tell(record.session(), step, record::header, record::add);
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
        details == null ? null : ClaudeResult.command(details),
        details == null ? null : ClaudeResult.duration(details),
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
}
