package dev.clew.capture.copilot;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A call of one of Copilot's tools.
///
/// @param id the agent's own id of the call; absent where the hook does not say
record CopilotTool(@Nullable String id, String name, JsonNode input) {
  /// The calls that a payload tells.
  static List<CopilotTool> of(HookEnvelope envelope) {
    var payload = envelope.payload();
    var tools = new ArrayList<CopilotTool>();
    for (var call : payload.path("toolCalls").values()) {
      var name = HookRecord.text(call, "name");
      var id = HookRecord.text(call, "id");
      tools.add(new CopilotTool(id, name == null ? "unnamed" : name, input(call.path("args"))));
    }
    var name = HookRecord.text(payload, "toolName");
    if (tools.isEmpty() && (name != null || payload.has("toolArgs"))) {
      var id = HookRecord.text(payload, "toolCallId");
      var input = input(payload.path("toolArgs"));
      tools.add(new CopilotTool(id, name == null ? "unnamed" : name, input));
    }
    return tools;
  }

  /// Arguments come as JSON in a string; a patch as it is.
  private static JsonNode input(JsonNode args) {
    if (args.isString() && args.stringValue().stripLeading().startsWith("{")) {
      try {
        return JsonMapper.shared().readTree(args.stringValue());
      } catch (JacksonException e) {
        return args; // cut short, or not JSON after all
      }
    }
    return HookRecord.orNull(args);
  }

  Call call(SessionKey session, HookEnvelope envelope) {
    return new Call(
        SpanId.ofToolCall(session, id == null ? HookRecord.callName(envelope) : id),
        id != null || envelope.call() != null,
        name,
        kind(),
        title(),
        input,
        intended());
  }

  private StepKind kind() {
    return switch (name) {
      case "bash", "powershell", "write_bash" -> StepKind.BASH_COMMAND;
      case "view" -> StepKind.FILE_READ;
      case "edit", "create", "str_replace" -> StepKind.FILE_WRITE;
      case "apply_patch" -> StepKind.PATCH_APPLY;
      case "glob", "rg", "grep", "copilot_findTextInFiles" -> StepKind.SEARCH;
      case "web_fetch", "web_search" -> StepKind.NETWORK_CALL;
      case "task" -> StepKind.SUBAGENT;
      case "report_intent", "update_todo", "exit_plan_mode", "sql" -> StepKind.PLAN;
      case "ask_user" -> StepKind.APPROVAL;
      default -> name.contains("-") || name.contains("__") ? StepKind.MCP_CALL : StepKind.TOOL_CALL;
    };
  }

  private String title() {
    if (kind() == StepKind.PATCH_APPLY && input.isString()) {
      var title = CodexPatch.title(input.stringValue());
      return Text.line(title.isEmpty() ? name : title);
    }
    for (var field :
        List.of(
            "command",
            "path",
            "pattern",
            "query",
            "url",
            "intent",
            "question",
            "description",
            "prompt",
            "skill",
            "summary")) {
      var value = input.path(field).asString("");
      if (!value.isBlank()) {
        return Text.line(value);
      }
    }
    return Text.line(name);
  }

  private List<FileTouch> intended() {
    if (kind() == StepKind.PATCH_APPLY && input.isString()) {
      return CodexPatch.touches(input.stringValue(), "");
    }
    var path = input.path("path").asString("");
    if (path.isEmpty()) {
      return List.of();
    }
    return switch (name) {
      case "view" -> List.of(new FileTouch(path, FileOp.READ, 0, 0, null));
      case "create" -> {
        var content = input.path("file_text").asString("");
        yield List.of(
            new FileTouch(
                path, FileOp.CREATE, Text.lines(content), 0, new FileEdit.Rewrite(null, content)));
      }
      case "edit", "str_replace" -> {
        var before = input.path("old_str").asString("");
        var after = input.path("new_str").asString("");
        yield List.of(
            new FileTouch(
                path,
                FileOp.MODIFY,
                Text.lines(after),
                Text.lines(before),
                new FileEdit.Replace(null, before, after, false)));
      }
      default -> List.of();
    };
  }
}
