package dev.clew.capture.codex;

import static dev.clew.capture.codex.CodexRecord.text;

import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import dev.clew.event.ToolAnswer.CommandResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The end of a tool call as the harness saw it: more than the model was given.
///
/// It is told before the output that the model was given, so that it is the answer that counts.
final class CodexToolEnd {
  private final CodexRecord record;
  private final JsonNode end;
  private final JsonNode id;

  CodexToolEnd(CodexRecord record, JsonNode end, JsonNode id) {
    this.record = record;
    this.end = end;
    this.id = id;
  }

  /// Reads an event or a turn's item of this type.
  void read(String type) {
    if (text(id) == null) {
      record.unrecognised("event_msg." + Text.line(type) + ".call_id");
      return;
    }
    switch (type) {
      case "exec_command_end", "CommandExecution" -> command();
      case "patch_apply_end", "FileChange" -> patch();
      case "mcp_tool_call_end", "McpToolCall" -> mcp();
      case "web_search_end", "WebSearch" -> CodexEvent.search(record, id, end);
      case "image_generation_end", "ImageGeneration" ->
          request("image_generation", StepKind.TOOL_CALL, "image_generation", end);
      case "view_image_tool_call", "ImageView" -> image();
      default -> CodexEvent.answered(record, id, end.path("status"), output(end));
    }
  }

  private void request(String tool, StepKind kind, String title, JsonNode input) {
    record.add(
        new Event.ToolRequested(
            record.header(), record.step(id), null, tool, kind, title, input, List.of()));
    CodexEvent.answered(record, id, end.path("status"), "");
  }

  private void command() {
    // What the user ran, no model asked for.
    if (end.path("source").asString("").replace("_", "").equalsIgnoreCase("usershell")) {
      record.add(
          new Event.ToolRequested(
              record.header(),
              record.step(id),
              null,
              "user_shell",
              StepKind.BASH_COMMAND,
              Text.line(CodexTools.command(end)),
              CodexRecord.orNull(end.path("command")),
              List.of()));
    }
    record.add(new Event.ToolAnswered(record.header(), record.step(id), commandAnswer()));
  }

  private ToolAnswer commandAnswer() {
    var code =
        end.path("exit_code").isInt() ? Integer.valueOf(end.path("exit_code").asInt()) : null;
    var output = end.path("aggregated_output").asString("");
    var stdout = end.path("stdout").asString("");
    var stderr = end.path("stderr").asString("");
    var declined = end.path("status").asString("").equals("declined");
    var failed = declined || (code != null && code != 0);
    var first = Text.line(stderr.isBlank() ? output : stderr);
    return new ToolAnswer(
        failed ? StepStatus.ERROR : StepStatus.OK,
        output.isEmpty() ? stdout + stderr : output,
        failed ? (first.isEmpty() ? "exit code " + code : first) : null,
        List.of(),
        new CommandResult(
            stdout.isEmpty() && stderr.isEmpty() ? output : stdout, stderr, false, code, null),
        duration(),
        declined ? "user" : null,
        false,
        List.of());
  }

  private void patch() {
    var status = end.path("status").asString("completed");
    var done =
        end.path("success").asBoolean(!status.equals("failed") && !status.equals("declined"));
    var output = output(end);
    record.add(
        new Event.ToolAnswered(
            record.header(),
            record.step(id),
            new ToolAnswer(
                done ? StepStatus.OK : StepStatus.ERROR,
                output,
                done ? null : Text.line(output.isBlank() ? status : output),
                done ? CodexPatch.done(end.path("changes")) : List.of(),
                null,
                null,
                status.equals("declined") ? "user" : null,
                false,
                List.of())));
  }

  private void mcp() {
    var result = end.path("result");
    var error = text(result.path("Err"));
    var told = end.path("error").path("message").asString(error == null ? "" : error);
    var content = result.path("Ok").isObject() ? result.path("Ok") : result;
    var failed = !told.isEmpty() || content.path("isError").asBoolean(false);
    var output = failed && !told.isEmpty() ? told : Text.ofContent(content.path("content"));
    record.add(
        new Event.ToolAnswered(
            record.header(),
            record.step(id),
            new ToolAnswer(
                failed ? StepStatus.ERROR : StepStatus.OK,
                output,
                failed ? Text.line(output) : null,
                List.of(),
                null,
                duration(),
                null,
                false,
                List.of())));
  }

  private void image() {
    CodexEvent.finished(
        record,
        id,
        end.path("status"),
        null,
        "",
        List.of(new FileTouch(end.path("path").asString(""), FileOp.READ, 0, 0, null)));
  }

  private static String output(JsonNode end) {
    var out = end.path("stdout").asString("") + end.path("stderr").asString("");
    return out.isEmpty()
        ? Text.ofContent(end.path(end.has("content_items") ? "content_items" : "error"))
        : out;
  }

  /// A duration of the agent's: seconds and nanoseconds.
  private @Nullable Long duration() {
    var duration = end.path("duration");
    return duration.path("secs").isIntegralNumber()
        ? Long.valueOf(
            duration.path("secs").asLong(0) * 1000 + duration.path("nanos").asLong(0) / 1_000_000)
        : null;
  }
}
