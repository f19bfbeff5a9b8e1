package dev.clew.capture.gemini;

import dev.clew.capture.Text;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.StepKind;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What Gemini CLI's tools are called and what their arguments mean.
final class GeminiTools {
  private GeminiTools() {}

  static StepKind kind(String tool) {
    return switch (tool) {
      case "run_shell_command" -> StepKind.BASH_COMMAND;
      case "read_file", "read_many_files" -> StepKind.FILE_READ;
      case "write_file", "replace", "edit" -> StepKind.FILE_WRITE;
      case "glob", "grep_search", "search_file_content", "list_directory" -> StepKind.SEARCH;
      case "web_fetch", "google_web_search" -> StepKind.NETWORK_CALL;
      case "write_todos", "save_memory" -> StepKind.PLAN;
      case "ask_user" -> StepKind.APPROVAL;
      default ->
          tool.startsWith("mcp_") || tool.contains("__") ? StepKind.MCP_CALL : StepKind.TOOL_CALL;
    };
  }

  static String title(String tool, JsonNode input) {
    for (var field :
        List.of(
            "command",
            "file_path",
            "absolute_path",
            "path",
            "pattern",
            "query",
            "prompt",
            "url",
            "dir_path",
            "fact",
            "description")) {
      var value = input.path(field).asString("");
      if (!value.isBlank()) {
        return Text.line(value);
      }
    }
    return Text.line(tool);
  }

  static List<FileTouch> intended(String tool, JsonNode input) {
    var path = input.path("file_path").asString(input.path("absolute_path").asString(""));
    if (path.isEmpty()) {
      return List.of();
    }
    return switch (tool) {
      case "read_file" -> List.of(new FileTouch(path, FileOp.READ, 0, 0, null));
      case "write_file" -> {
        var content = input.path("content").asString("");
        yield List.of(
            new FileTouch(
                path, FileOp.MODIFY, Text.lines(content), 0, new FileEdit.Rewrite(null, content)));
      }
      case "replace", "edit" -> {
        var before = input.path("old_string").asString("");
        var after = input.path("new_string").asString("");
        var all =
            input.path("allow_multiple").asBoolean(false)
                || input.path("expected_replacements").asInt(1) > 1;
        yield List.of(
            new FileTouch(
                path,
                FileOp.MODIFY,
                Text.lines(after),
                Text.lines(before),
                new FileEdit.Replace(null, before, after, all)));
      }
      default -> List.of();
    };
  }

  /// What an edit shows its user: the whole file before and after.
  static List<FileTouch> touched(JsonNode display) {
    var path = display.path("filePath").asString(display.path("fileName").asString(""));
    if (path.isEmpty() || !display.path("newContent").isString()) {
      return List.of();
    }
    var original = display.path("originalContent");
    var before = original.isString() ? original.stringValue() : null;
    var isNew = display.path("isNewFile").asBoolean(before == null);
    var after = display.path("newContent").stringValue();
    var stat = display.path("diffStat");
    return List.of(
        new FileTouch(
            path,
            isNew ? FileOp.CREATE : FileOp.MODIFY,
            stat.path("model_added_lines").asInt(isNew ? Text.lines(after) : 0)
                + stat.path("user_added_lines").asInt(0),
            stat.path("model_removed_lines").asInt(0) + stat.path("user_removed_lines").asInt(0),
            new FileEdit.Rewrite(isNew ? null : before, after)));
  }
}
