package dev.clew.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes lines in the shape of Claude Code's transcripts, for tests that need many or random ones.
///
/// Each line comes a second after the one before; uuids and message ids count up from the name that
/// the writer was made with.
public final class ClaudeLines {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String name;
  private final String session;
  private final List<String> lines = new ArrayList<>();
  private Instant at;
  private int uuids;
  private @Nullable String agent;

  /// A writer of lines of `session`.
  public ClaudeLines(String name, String session, Instant start) {
    this.name = name;
    this.session = session;
    this.at = start;
  }

  /// From here on, lines of the sub-agent `id`.
  public ClaudeLines subagent(String id) {
    agent = id;
    return this;
  }

  /// The lines so far.
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /// A user's prompt.
  public ClaudeLines prompt(String text) {
    var line = bare("user");
    line.putObject("message").put("role", "user").put("content", text);
    return add(line);
  }

  /// A block of text of model call `message`, which has written `output` tokens so far.
  public ClaudeLines text(String message, String text, long output) {
    var line = bare("assistant");
    var block = message(line, message, output);
    block.put("type", "text").put("text", text);
    return add(line);
  }

  /// A tool call by model call `message`.
  public ClaudeLines tool(String message, String id, String tool, ObjectNode input) {
    var line = bare("assistant");
    var block = message(line, message, 20);
    block.put("type", "tool_use").put("id", id).put("name", tool).set("input", input);
    return add(line);
  }

  /// A shell command.
  public ClaudeLines bash(String message, String id, String command) {
    return tool(message, id, "Bash", JSON.createObjectNode().put("command", command));
  }

  /// The answer to tool call `id`.
  public ClaudeLines result(String id, String output, boolean failed) {
    var line = bare("user");
    var message = line.putObject("message").put("role", "user");
    message
        .putArray("content")
        .addObject()
        .put("type", "tool_result")
        .put("tool_use_id", id)
        .put("content", output)
        .put("is_error", failed);
    if (!failed) {
      line.putObject("toolUseResult")
          .put("stdout", output)
          .put("stderr", "")
          .put("interrupted", false);
    }
    return add(line);
  }

  /// A line of any kind, in JSON.
  public ClaudeLines raw(String line) {
    lines.add(line);
    return this;
  }

  private ObjectNode message(ObjectNode line, String message, long output) {
    line.put("requestId", "req_" + message);
    var body = line.putObject("message");
    body.put("id", "msg_" + message).put("type", "message").put("role", "assistant");
    body.put("model", "claude-sonnet-4-5-20250929");
    var block = body.putArray("content").addObject();
    body.put("stop_reason", output < 10 ? null : "tool_use");
    body.putObject("usage")
        .put("input_tokens", 3)
        .put("cache_read_input_tokens", 100)
        .put("cache_creation_input_tokens", 40)
        .put("output_tokens", output);
    return block;
  }

  /// The next line, with nothing but what all lines have.
  public ObjectNode bare(String type) {
    at = at.plusSeconds(1);
    uuids++;
    var line = JSON.createObjectNode().put("type", type);
    line.put("uuid", "%s-%04d".formatted(name, uuids));
    line.put("sessionId", session).put("timestamp", at.toString());
    line.put("isSidechain", agent != null).put("cwd", "/src/app").put("version", "2.1.200");
    if (agent != null) {
      line.put("agentId", agent);
    }
    return line;
  }

  private ClaudeLines add(ObjectNode line) {
    lines.add(line.toString());
    return this;
  }
}
