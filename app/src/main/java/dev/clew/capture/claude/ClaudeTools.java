package dev.clew.capture.claude;

import dev.clew.capture.Text;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.StepKind;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What Claude Code's tools are called and what their arguments mean.
///
/// Source: the agent's `sdk-tools.d.ts` and real transcripts. A name can be garbage: the model
/// wrote it.
final class ClaudeTools {
  private ClaudeTools() {}

  static StepKind kind(String tool) {
    return switch (tool) {
      case "Bash", "PowerShell" -> StepKind.BASH_COMMAND;
      case "Read", "NotebookRead" -> StepKind.FILE_READ;
      case "Write", "Edit", "MultiEdit", "NotebookEdit" -> StepKind.FILE_WRITE;
      case "Grep", "Glob", "LS", "ToolSearch", "LSP" -> StepKind.SEARCH;
      case "WebFetch", "WebSearch" -> StepKind.NETWORK_CALL;
      case "Task", "Agent" -> StepKind.SUBAGENT;
      case "AskUserQuestion" -> StepKind.APPROVAL;
      case "TodoWrite",
          "TaskCreate",
          "TaskUpdate",
          "TaskList",
          "TaskGet",
          "EnterPlanMode",
          "ExitPlanMode" ->
          StepKind.PLAN;
      default -> tool.startsWith("mcp__") ? StepKind.MCP_CALL : StepKind.TOOL_CALL;
    };
  }

  /// One line that tells a person what the call is about.
  static String title(String tool, JsonNode input) {
    for (var field : titleFields(tool)) {
      if (input.path(field).isString()) {
        return Text.line(input.path(field).stringValue());
      }
    }
    return switch (tool) {
      case "TodoWrite" -> input.path("todos").size() + " tasks";
      case "AskUserQuestion" ->
          Text.line(input.path("questions").path(0).path("question").asString(tool));
      default -> Text.line(tool);
    };
  }

  private static List<String> titleFields(String tool) {
    return switch (tool) {
      case "Bash", "PowerShell" -> List.of("command");
      case "NotebookEdit" -> List.of("notebook_path");
      case "Grep", "Glob" -> List.of("pattern");
      case "WebFetch" -> List.of("url");
      case "WebSearch", "ToolSearch" -> List.of("query");
      case "Task", "Agent" -> List.of("description", "prompt");
      case "TaskCreate" -> List.of("subject", "description");
      case "Skill" -> List.of("skill", "command");
      default -> List.of("file_path", "path", "description");
    };
  }

  /// What the call means to do to files: taken for what it did when the result says only that it
  /// succeeded, as in sub-agents' files of 2.1.39.
  static List<FileTouch> intended(String tool, JsonNode input) {
    var path = input.path("file_path").asString(input.path("notebook_path").asString(""));
    if (path.isEmpty()) {
      return List.of();
    }
    return switch (tool) {
      case "Read", "NotebookRead" -> List.of(new FileTouch(path, FileOp.READ, 0, 0, null));
      case "Write" -> {
        var content = input.path("content").asString("");
        yield List.of(
            new FileTouch(
                path, FileOp.MODIFY, Text.lines(content), 0, new FileEdit.Rewrite(null, content)));
      }
      case "Edit" -> List.of(replace(path, input));
      case "MultiEdit" -> {
        var touches = new ArrayList<FileTouch>();
        for (var edit : input.path("edits").values()) {
          touches.add(replace(path, edit));
        }
        yield touches;
      }
      case "NotebookEdit" ->
          List.of(
              new FileTouch(
                  path, FileOp.MODIFY, Text.lines(input.path("new_source").asString("")), 0, null));
      default -> List.of();
    };
  }

  private static FileTouch replace(String path, JsonNode edit) {
    var before = edit.path("old_string").asString("");
    var after = edit.path("new_string").asString("");
    return new FileTouch(
        path,
        FileOp.MODIFY,
        Text.lines(after),
        Text.lines(before),
        new FileEdit.Replace(null, before, after, edit.path("replace_all").asBoolean(false)));
  }
}
