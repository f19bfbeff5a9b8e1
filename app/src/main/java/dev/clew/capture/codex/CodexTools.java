package dev.clew.capture.codex;

import dev.clew.capture.Text;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.StepKind;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What is known of the agent's tools by their names and arguments.
final class CodexTools {
  private CodexTools() {}

  /// The tool's name with its namespace.
  static String name(JsonNode call) {
    var name = call.path("name").asString("unnamed");
    var space = call.path("namespace").asString("");
    return space.isEmpty() ? name : space + (name.startsWith("_") ? "_" : "__") + name;
  }

  static StepKind kind(String tool) {
    return switch (tool) {
      case "shell",
          "shell_command",
          "exec_command",
          "local_shell",
          "unified_exec",
          "container.exec",
          "Bash",
          "user_shell" ->
          StepKind.BASH_COMMAND;
      case "apply_patch" -> StepKind.PATCH_APPLY;
      case "update_plan", "create_goal", "update_goal", "get_goal" -> StepKind.PLAN;
      case "view_image", "read_file" -> StepKind.FILE_READ;
      case "list_dir", "grep_files", "tool_search" -> StepKind.SEARCH;
      case "web_search", "web_fetch" -> StepKind.NETWORK_CALL;
      case "spawn_agent" -> StepKind.SUBAGENT;
      case "request_user_input", "request_permissions" -> StepKind.APPROVAL;
      default -> tool.contains("__") ? StepKind.MCP_CALL : StepKind.TOOL_CALL;
    };
  }

  /// One line that tells a person what the call is about.
  static String title(String tool, JsonNode input) {
    var title =
        switch (kind(tool)) {
          case BASH_COMMAND -> command(input);
          case PATCH_APPLY -> CodexPatch.title(CodexPatch.text(input));
          default -> named(input);
        };
    return Text.line(title.isBlank() ? tool : title);
  }

  private static String named(JsonNode input) {
    for (var field :
        List.of(
            "path", "file_path", "query", "url", "pattern", "message", "explanation", "chars")) {
      var value = input.path(field).asString("").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  /// The command line: a string, or the arguments of a program, where a shell's script stands for
  /// the shell.
  static String command(JsonNode input) {
    var command = input.path(input.has("cmd") ? "cmd" : "command");
    if (!command.isArray()) {
      return command.asString("");
    }
    var words = command.values().stream().map(word -> word.asString("")).toList();
    return words.size() == 3 && words.get(1).matches("-l?i?c")
        ? words.getLast()
        : String.join(" ", words);
  }

  /// What the call means to do to files.
  static List<FileTouch> intended(String tool, JsonNode input) {
    return switch (kind(tool)) {
      case PATCH_APPLY -> CodexPatch.touches(CodexPatch.text(input), "");
      case BASH_COMMAND -> {
        var folder = input.path("workdir").asString(input.path("working_directory").asString(""));
        yield CodexPatch.inCommand(command(input))
            .map(patch -> CodexPatch.touches(patch, folder))
            .orElse(List.of());
      }
      case FILE_READ -> {
        var path = input.path("path").asString(input.path("file_path").asString(""));
        yield path.isEmpty() ? List.of() : List.of(new FileTouch(path, FileOp.READ, 0, 0, null));
      }
      default -> List.of();
    };
  }
}
