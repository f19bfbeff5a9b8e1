package dev.clew.capture.cursor;

import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookRecord;
import dev.clew.capture.HookRecord.Call;
import dev.clew.capture.Text;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A tool of Cursor's and what is asked of it, in whichever hook's form.
///
/// @param input the arguments
record CursorTool(String name, JsonNode input) {
  static CursorTool of(HookEnvelope envelope) {
    var payload = envelope.payload();
    return switch (CursorHooks.hook(envelope)) {
      case "beforeShellExecution", "afterShellExecution" ->
          new CursorTool("Shell", only(payload, "command", "cwd"));
      case "beforeReadFile" -> new CursorTool("Read", only(payload, "file_path"));
      case "afterFileEdit" -> new CursorTool("Edit", only(payload, "file_path", "edits"));
      default -> {
        var named = HookRecord.text(payload, "tool_name");
        yield new CursorTool(
            named == null ? "unnamed" : named, HookRecord.orNull(payload.path("tool_input")));
      }
    };
  }

  private static JsonNode only(JsonNode payload, String... fields) {
    var input = JsonNodeFactory.instance.objectNode();
    for (var field : fields) {
      if (payload.has(field)) {
        input.set(field, payload.path(field));
      }
    }
    return input;
  }

  static Call call(SessionKey session, HookEnvelope envelope) {
    var tool = of(envelope);
    var id = HookRecord.text(envelope.payload(), "tool_use_id");
    return new Call(
        SpanId.ofToolCall(session, id == null ? HookRecord.callName(envelope) : id),
        id != null,
        tool.name,
        tool.kind(),
        tool.title(),
        tool.input,
        tool.intended());
  }

  StepKind kind() {
    return switch (name) {
      case "Shell", "run_terminal_cmd" -> StepKind.BASH_COMMAND;
      case "Read", "ReadFile" -> StepKind.FILE_READ;
      case "Write", "Edit", "StrReplace", "MultiStrReplace", "Delete", "EditNotebook" ->
          StepKind.FILE_WRITE;
      case "ApplyPatch" -> StepKind.PATCH_APPLY;
      case "Grep", "Glob", "LS", "SemanticSearch", "CodebaseSearch" -> StepKind.SEARCH;
      case "WebSearch", "WebFetch" -> StepKind.NETWORK_CALL;
      case "Task" -> StepKind.SUBAGENT;
      case "TodoWrite", "SwitchMode" -> StepKind.PLAN;
      case "AskQuestion" -> StepKind.APPROVAL;
      default ->
          name.toLowerCase(Locale.ROOT).startsWith("mcp") ? StepKind.MCP_CALL : StepKind.TOOL_CALL;
    };
  }

  /// What hooks of different forms that tell of one call have in common.
  static String about(CursorTool tool) {
    for (var field : List.of("command", "file_path", "path")) {
      var value = tool.input.path(field).asString("");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return tool.name + "\n" + tool.input;
  }

  private String title() {
    for (var field :
        List.of("command", "file_path", "path", "pattern", "query", "url", "description")) {
      var value = input.path(field).asString("");
      if (!value.isBlank()) {
        return Text.line(value);
      }
    }
    return Text.line(name);
  }

  private List<FileTouch> intended() {
    var path = input.path("file_path").asString(input.path("path").asString(""));
    if (path.isEmpty()) {
      return List.of();
    }
    if (kind() == StepKind.FILE_READ) {
      return List.of(new FileTouch(path, FileOp.READ, 0, 0, null));
    }
    if (kind() != StepKind.FILE_WRITE) {
      return List.of();
    }
    if (name.equals("Delete")) {
      return List.of(new FileTouch(path, FileOp.DELETE, 0, 0, null));
    }
    var content = input.path("content").asString(input.path("contents").asString(""));
    if (name.equals("Write")) {
      return List.of(
          new FileTouch(
              path, FileOp.MODIFY, Text.lines(content), 0, new FileEdit.Rewrite(null, content)));
    }
    if (input.has("old_string")) {
      return List.of(replaced(path, input));
    }
    var touches = new ArrayList<FileTouch>();
    for (var edit : input.path("edits").values()) {
      touches.add(replaced(path, edit));
    }
    return touches.isEmpty() ? List.of(new FileTouch(path, FileOp.MODIFY, 0, 0, null)) : touches;
  }

  private static FileTouch replaced(String path, JsonNode edit) {
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
