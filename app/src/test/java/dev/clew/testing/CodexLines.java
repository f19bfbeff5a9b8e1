package dev.clew.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes lines in the shape of Codex's rollouts, for tests that need many or random ones. Each
/// line comes a second after the one before.
public final class CodexLines {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<String> lines = new ArrayList<>();
  private Instant at;

  /// A writer of lines that begin at `start`.
  public CodexLines(Instant start) {
    this.at = start;
  }

  /// The lines so far.
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /// The name of the file of thread `id`.
  public static String file(String id) {
    return "rollout-2026-05-04T10-00-00-" + id + ".jsonl";
  }

  /// The record that begins a file; `from` is the thread it was forked from, or empty.
  public CodexLines meta(String id, String from) {
    var meta = JSON.createObjectNode().put("id", id).put("cwd", "/src/app");
    meta.put("cli_version", "0.142.0").put("model_provider", "openai");
    if (!from.isEmpty()) {
      meta.put("forked_from_id", from);
    }
    return add("session_meta", meta);
  }

  /// A turn under `model`.
  public CodexLines turn(String id, String model) {
    event("task_started").put("turn_id", id);
    flush();
    return add(
        "turn_context",
        JSON.createObjectNode().put("turn_id", id).put("cwd", "/src/app").put("model", model));
  }

  /// A prompt, in both forms.
  public CodexLines prompt(String text) {
    var item = item("message").put("role", "user");
    item.putArray("content").addObject().put("type", "input_text").put("text", text);
    flush();
    event("user_message").put("message", text);
    return flush();
  }

  /// Text of the model.
  public CodexLines say(String text) {
    var item = item("message").put("role", "assistant");
    item.putArray("content").addObject().put("type", "output_text").put("text", text);
    return flush();
  }

  /// A thought of the model.
  public CodexLines think(String text) {
    item("reasoning").putArray("summary").addObject().put("type", "summary_text").put("text", text);
    return flush();
  }

  /// A shell command.
  public CodexLines shell(String call, String command) {
    item("function_call")
        .put("name", "shell_command")
        .put("call_id", call)
        .put("arguments", JSON.createObjectNode().put("command", command).toString());
    return flush();
  }

  /// The answer to a shell command.
  public CodexLines output(String call, String text, int exitCode) {
    item("function_call_output")
        .put("call_id", call)
        .put(
            "output",
            "Exit code: %d\nWall time: 0.1 seconds\nOutput:\n%s".formatted(exitCode, text));
    return flush();
  }

  /// The total of tokens so far; `last` is what the latest call wrote.
  public CodexLines count(long input, long output, long last) {
    var info = event("token_count").putObject("info");
    info.putObject("total_token_usage").put("input_tokens", input).put("output_tokens", output);
    info.putObject("last_token_usage").put("input_tokens", last * 3).put("output_tokens", last);
    return flush();
  }

  /// The turn was broken off.
  public CodexLines abort() {
    event("turn_aborted").put("reason", "interrupted");
    return flush();
  }

  /// The records of another conversation, copied now.
  public CodexLines copied(List<String> others) {
    for (var other : others) {
      var line = (ObjectNode) JSON.readTree(other);
      lines.add(line.put("timestamp", at.toString()).toString());
    }
    return this;
  }

  private String type = "";
  private ObjectNode payload = JSON.createObjectNode();

  private ObjectNode item(String kind) {
    type = "response_item";
    payload = JSON.createObjectNode().put("type", kind);
    return payload;
  }

  private ObjectNode event(String kind) {
    type = "event_msg";
    payload = JSON.createObjectNode().put("type", kind);
    return payload;
  }

  private CodexLines flush() {
    return add(type, payload);
  }

  private CodexLines add(String lineType, JsonNode linePayload) {
    at = at.plusSeconds(1);
    var line = JSON.createObjectNode().put("timestamp", at.toString()).put("type", lineType);
    line.set("payload", linePayload);
    lines.add(line.toString());
    return this;
  }
}
