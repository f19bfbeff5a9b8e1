package dev.clew.capture.opencode;

import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookRecord;
import dev.clew.capture.HookRecord.Call;
import dev.clew.capture.Text;
import dev.clew.capture.codex.CodexPatch;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What OpenCode's tools are called and what their arguments mean.
final class OpenCodeTool {
  private OpenCodeTool() {}

  static Call call(SessionKey session, HookEnvelope envelope) {
    var payload = envelope.payload();
    var named = HookRecord.text(payload, "tool");
    var tool = named == null ? "unnamed" : named;
    var input = HookRecord.orNull(payload.path("args"));
    var id = HookRecord.text(payload, "call_id");
    return new Call(
        SpanId.ofToolCall(session, id == null ? HookRecord.callName(envelope) : id),
        id != null,
        tool,
        kind(tool),
        title(tool, input),
        input,
        intended(tool, input));
  }

  private static StepKind kind(String tool) {
    return switch (tool) {
      case "bash" -> StepKind.BASH_COMMAND;
      case "read" -> StepKind.FILE_READ;
      case "edit", "write", "multiedit" -> StepKind.FILE_WRITE;
      case "apply_patch", "patch" -> StepKind.PATCH_APPLY;
      case "grep", "glob", "list", "lsp", "codesearch" -> StepKind.SEARCH;
      case "webfetch", "websearch" -> StepKind.NETWORK_CALL;
      case "task" -> StepKind.SUBAGENT;
      case "todowrite", "todoread", "plan_enter", "plan_exit" -> StepKind.PLAN;
      case "question" -> StepKind.APPROVAL;
      default -> tool.contains("_") ? StepKind.MCP_CALL : StepKind.TOOL_CALL;
    };
  }

  private static String title(String tool, JsonNode input) {
    var patch = input.path("patchText").asString("");
    if (!patch.isEmpty()) {
      var title = CodexPatch.title(patch);
      return Text.line(title.isEmpty() ? tool : title);
    }
    for (var field :
        List.of("command", "filePath", "path", "pattern", "query", "url", "description")) {
      var value = input.path(field).asString("");
      if (!value.isBlank()) {
        return Text.line(value);
      }
    }
    return Text.line(tool);
  }

  private static List<FileTouch> intended(String tool, JsonNode input) {
    if (input.path("patchText").isString()) {
      return CodexPatch.touches(input.path("patchText").stringValue(), "");
    }
    var path = input.path("filePath").asString("");
    if (path.isEmpty()) {
      return List.of();
    }
    return switch (tool) {
      case "read" -> List.of(new FileTouch(path, FileOp.READ, 0, 0, null));
      case "write" -> {
        var content = input.path("content").asString("");
        yield List.of(
            new FileTouch(
                path, FileOp.MODIFY, Text.lines(content), 0, new FileEdit.Rewrite(null, content)));
      }
      case "edit" -> List.of(replaced(path, input));
      case "multiedit" -> {
        var touches = new ArrayList<FileTouch>();
        for (var edit : input.path("edits").values()) {
          touches.add(replaced(path, edit));
        }
        yield touches;
      }
      default -> List.of();
    };
  }

  private static FileTouch replaced(String path, JsonNode edit) {
    var before = edit.path("oldString").asString("");
    var after = edit.path("newString").asString("");
    return new FileTouch(
        path,
        FileOp.MODIFY,
        Text.lines(after),
        Text.lines(before),
        new FileEdit.Replace(null, before, after, edit.path("replaceAll").asBoolean(false)));
  }
}
