package dev.clew.capture.codex;

import static dev.clew.capture.codex.CodexRecord.text;

import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.FileTouch;
import dev.clew.event.Place;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An `event_msg`: what the harness told its user interface.
///
/// What the model said is told by the response item too, and taken from there.
final class CodexEvent {
  private final CodexRecord record;
  private final JsonNode event;

  CodexEvent(CodexRecord record, JsonNode event) {
    this.record = record;
    this.event = event;
  }

  void read() {
    switch (event.path("type").asString("")) {
      case "token_count" -> new CodexTokens(record, event).read();
      case "user_message" -> prompt();
      case "task_started", "turn_started" -> started();
      case "task_complete", "turn_complete" ->
          record.add(new Event.TurnEnded(record.header(), event.path("duration_ms").asLong(0)));
      case "turn_aborted" -> aborted();
      case "error", "stream_error" -> failed();
      case "model_reroute" ->
          record.place(new Place.Conditions(null, null, null, text(event.path("to_model"))));
      case "thread_settings_applied" ->
          record.place(
              new Place.Conditions(
                  null, null, null, text(event.path("thread_settings").path("model"))));
      case "exec_command_end",
          "patch_apply_end",
          "mcp_tool_call_end",
          "web_search_end",
          "image_generation_end",
          "view_image_tool_call",
          "dynamic_tool_call_response" ->
          new CodexToolEnd(record, event, event.path("call_id"))
              .read(event.path("type").asString());
      case "sub_agent_activity" -> activity(event.path("event_id"));
      case "collab_agent_spawn_end" -> child(event.path("call_id"), event.path("new_thread_id"));
      case "exec_approval_request",
          "apply_patch_approval_request",
          "request_permissions",
          "request_user_input",
          "elicitation_request" ->
          approval();
      case "item_completed" -> new CodexTurnItem(record, event.path("item")).read();
      default -> {} // kept
    }
  }

  private void prompt() {
    var images = event.path("images").size() + event.path("local_images").size();
    record.place(
        new Place.Prompt(
            Place.Telling.EVENT,
            CodexItem.source(record),
            CodexPrompt.withoutContext(event.path("message").asString("")),
            images));
  }

  private void started() {
    record.place(new Place.Conditions(null, text(event.path("turn_id")), null, null));
    if (event.path("model_context_window").isIntegralNumber()) {
      record.add(
          new Event.SettingsTold(
              record.header(),
              Map.of("context_window", event.path("model_context_window").asString())));
    }
  }

  private void aborted() {
    var reason = Text.line(event.path("reason").asString("unknown"));
    record.add(new Event.TurnAborted(record.header(), reason));
    record.place(new Place.Stopped(reason));
  }

  private void failed() {
    var message = Text.line(event.path("message").asString("error"));
    record.add(new Event.ModelCallFailed(record.header(), message, 0));
  }

  private void activity(JsonNode call) {
    if (event.path("kind").asString("").equals("started")) {
      child(call, event.path("agent_thread_id"));
    }
  }

  private void child(JsonNode call, JsonNode thread) {
    var id = text(thread);
    if (id != null && text(call) != null) {
      var type = text(event.path("agent_path"));
      record.add(
          new Event.SubagentStarted(
              record.header(),
              record.step(call),
              record.threadOf(id),
              type == null ? text(event.path("new_agent_role")) : type));
    }
  }

  private void approval() {
    var call = event.path("call_id");
    var reason = text(event.path("reason"));
    record.add(
        new Event.ApprovalAsked(
            record.header(),
            text(call) == null ? null : record.step(call),
            event.path("type").asString(),
            reason == null ? null : Text.line(reason)));
  }

  /// A search of the web, which the provider makes: asked for and answered at once.
  static void search(CodexRecord record, JsonNode id, JsonNode told) {
    var action = told.path("action");
    var query = told.path("query").asString("");
    var title =
        query.isEmpty() ? action.path("query").asString(action.path("url").asString("")) : query;
    record.add(
        new Event.ToolRequested(
            record.header(),
            record.step(id),
            null,
            "web_search",
            CodexTools.kind("web_search"),
            Text.line(title.isBlank() ? "web_search" : title),
            CodexRecord.orNull(action),
            List.of()));
    answered(record, id, told.path("status"), "");
  }

  static void answered(CodexRecord record, JsonNode id, JsonNode status, String output) {
    finished(record, id, status, null, output, List.of());
  }

  static void finished(CodexRecord record, JsonNode id, JsonNode status, JsonNode output) {
    finished(record, id, status, null, output.asString(""), List.of());
  }

  static void finished(
      CodexRecord record,
      JsonNode id,
      JsonNode status,
      @Nullable Long durationMs,
      String output,
      List<FileTouch> files) {
    var word = status.asString("completed");
    var failed = word.equals("failed") || word.equals("declined");
    record.add(
        new Event.ToolAnswered(
            record.header(),
            record.step(id),
            new ToolAnswer(
                failed ? StepStatus.ERROR : StepStatus.OK,
                output,
                failed ? Text.line(output.isBlank() ? word : output) : null,
                files,
                null,
                durationMs,
                word.equals("declined") ? "user" : null,
                false,
                List.of())));
  }
}
