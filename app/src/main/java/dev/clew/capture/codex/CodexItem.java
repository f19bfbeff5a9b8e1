package dev.clew.capture.codex;

import static dev.clew.capture.codex.CodexRecord.text;

import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.ModelAnswer.Block;
import dev.clew.event.Place;
import dev.clew.event.PromptSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A `response_item`: what went to the model or came from it, in the Responses API's form.
final class CodexItem {
  private final CodexRecord record;
  private final JsonNode item;

  CodexItem(CodexRecord record, JsonNode item) {
    this.record = record;
    this.item = item;
  }

  void read() {
    switch (type()) {
      case "message" -> message();
      case "agent_message" -> said(Text.ofContent(item.path("content")), false);
      case "reasoning" -> reasoning();
      case "function_call" -> call(CodexTools.name(item), arguments(item.path("arguments")));
      case "custom_tool_call" ->
          call(CodexTools.name(item), CodexRecord.orNull(item.path("input")));
      case "local_shell_call" -> call("local_shell", CodexRecord.orNull(item.path("action")));
      case "tool_search_call" -> call("tool_search", arguments(item.path("arguments")));
      case "image_generation_call" -> call("image_generation", item);
      case "web_search_call" -> search();
      case "function_call_output", "custom_tool_call_output", "local_shell_call_output" -> output();
      case "tool_search_output" -> found();
      default -> {} // kept
    }
  }

  /// Old files and other writers leave the type of a message out.
  private String type() {
    var type = item.path("type").asString("");
    return type.isEmpty() && item.has("role") ? "message" : type;
  }

  private void message() {
    switch (item.path("role").asString("")) {
      case "assistant" -> said(Text.ofContent(item.path("content")), false);
      case "user" -> prompt();
      default ->
          record.kept("response_item.message." + Text.line(item.path("role").asString("none")));
    }
  }

  private void said(String text, boolean thinking) {
    record.place(new Place.Said(text.isEmpty() ? List.of() : List.of(new Block(thinking, text))));
  }

  /// The summary, or the text where the provider shows it; what is encrypted stays in the record.
  private void reasoning() {
    var blocks = new ArrayList<Block>();
    for (var field : List.of("summary", "content")) {
      for (var part : item.path(field).isArray() ? item.path(field) : List.<JsonNode>of()) {
        var text = part.path("text").asString("");
        if (!text.isEmpty()) {
          blocks.add(new Block(true, text));
        }
      }
    }
    record.place(new Place.Said(blocks));
  }

  /// What the user wrote, without the blocks that the harness puts before and after it.
  private void prompt() {
    var text = new StringBuilder();
    var images = 0;
    var content = item.path("content");
    for (var block : content.isArray() ? content : List.of(content)) {
      if (block.path("type").asString("").equals("input_image")) {
        images++;
      } else {
        var part = block.isString() ? block.stringValue() : block.path("text").asString("");
        if (!part.isBlank() && !CodexPrompt.isInjected(part)) {
          text.append(text.isEmpty() ? "" : "\n").append(part);
        }
      }
    }
    if (text.isEmpty() && images == 0) {
      record.kept("response_item.message.context");
    } else {
      record.place(
          new Place.Prompt(
              Place.Telling.RAW,
              source(record),
              CodexPrompt.withoutContext(text.toString()),
              images));
    }
  }

  static PromptSource source(CodexRecord record) {
    return record.session().subagent() == null ? PromptSource.USER : PromptSource.PARENT_AGENT;
  }

  private static JsonNode arguments(JsonNode arguments) {
    if (!arguments.isString()) {
      return CodexRecord.orNull(arguments);
    }
    try {
      return JsonMapper.shared().readTree(arguments.stringValue());
    } catch (JacksonException e) {
      return arguments;
    }
  }

  private void call(String tool, JsonNode input) {
    var id = item.path(item.path("call_id").isString() ? "call_id" : "id");
    record.add(
        new Event.ToolRequested(
            record.header(),
            record.step(id),
            null,
            tool,
            CodexTools.kind(tool),
            CodexTools.title(tool, input),
            input,
            CodexTools.intended(tool, input)));
    record.place(new Place.Asked(tool));
    if (tool.equals("image_generation")) {
      CodexEvent.finished(record, id, item.path("status"), item.path("result"));
    }
  }

  /// Without an id it is told again by a `web_search_end`, which has one.
  private void search() {
    if (text(item.path("id")) != null) {
      CodexEvent.search(record, item.path("id"), item);
    }
    record.place(new Place.Asked("web_search"));
  }

  private void output() {
    var id = item.path("call_id");
    if (text(id) == null) {
      record.unrecognised("response_item." + type() + ".call_id");
      return;
    }
    var output = new CodexOutput(item.path("output"));
    record.add(new Event.ToolAnswered(record.header(), record.step(id), output.answer()));
    record.place(new Place.Answered());
    output
        .agent()
        .ifPresent(agent ->
            record.add(
                new Event.SubagentStarted(
                    record.header(), record.step(id), record.threadOf(agent), null)));
  }

  private void found() {
    var names = new ArrayList<String>();
    for (var space : item.path("tools").isArray() ? item.path("tools") : List.<JsonNode>of()) {
      names.add(space.path("name").asString(""));
    }
    CodexEvent.answered(
        record, item.path("call_id"), item.path("status"), String.join("\n", names));
    record.place(new Place.Answered());
  }
}
