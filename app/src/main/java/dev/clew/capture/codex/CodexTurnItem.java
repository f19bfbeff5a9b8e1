package dev.clew.capture.codex;

import static dev.clew.capture.codex.CodexRecord.text;

import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.Place;
import tools.jackson.databind.JsonNode;

/// An item of a turn, as `item_completed` tells it where history is kept in pages.
final class CodexTurnItem {
  private final CodexRecord record;
  private final JsonNode item;

  CodexTurnItem(CodexRecord record, JsonNode item) {
    this.record = record;
    this.item = item;
  }

  void read() {
    var type = item.path("type").asString("");
    switch (type) {
      case "UserMessage" -> prompt();
      case "CommandExecution",
          "FileChange",
          "McpToolCall",
          "DynamicToolCall",
          "WebSearch",
          "ImageView",
          "ImageGeneration" ->
          new CodexToolEnd(record, item, item.path("id")).read(type);
      case "CollabAgentToolCall" -> collab();
      case "SubAgentActivity" -> activity();
      case "HookPrompt", "AgentMessage", "Plan", "Reasoning", "Sleep", "ContextCompaction" ->
          record.kept("item_completed." + type);
      default -> record.unrecognised("item_completed.type:" + Text.line(type));
    }
  }

  private void prompt() {
    var images = 0;
    for (var part : item.path("content").values()) {
      images +=
          part.path("type").asString("").toLowerCase(java.util.Locale.ROOT).contains("image")
              ? 1
              : 0;
    }
    record.place(
        new Place.Prompt(
            Place.Telling.ITEM,
            CodexItem.source(record),
            CodexPrompt.withoutContext(Text.ofContent(item.path("content"))),
            images));
  }

  private void collab() {
    var isSpawn = item.path("tool").asString("").equals("spawnAgent");
    for (var thread : item.path("receiver_thread_ids").values()) {
      var id = text(thread);
      if (isSpawn && id != null && text(item.path("id")) != null) {
        child(id, null);
      }
    }
    CodexEvent.answered(record, item.path("id"), item.path("status"), "");
  }

  private void activity() {
    var thread = text(item.path("agent_thread_id"));
    if (thread != null && item.path("kind").asString("").equalsIgnoreCase("started")) {
      child(thread, text(item.path("agent_path")));
    } else {
      record.kept("item_completed.SubAgentActivity");
    }
  }

  private void child(String thread, @org.jspecify.annotations.Nullable String type) {
    record.add(
        new Event.SubagentStarted(
            record.header(), record.step(item.path("id")), record.threadOf(thread), type));
  }
}
