package dev.clew.capture.claude;

import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.ModelAnswer;
import dev.clew.event.ModelAnswer.Block;
import dev.clew.event.SpanId;
import dev.clew.event.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An `assistant` line: a message of the Messages API, whole or one content block of it.
///
/// The same message comes once per block since about 2.0, each time with the usage so far; the last
/// one has the final output tokens.
final class ClaudeAssistant {
  /// More tokens than any call can have: numbers below 0 or above are nobody's usage.
  private static final long MOST = 100_000_000;

  private final ClaudeRecord record;
  private final JsonNode message;

  ClaudeAssistant(ClaudeRecord record) {
    this.record = record;
    this.message = record.line().path("message");
  }

  void read() {
    if (!message.isObject()) {
      record.add(new Event.Unrecognised(record.header(), List.of("assistant.message")));
      return;
    }
    var call = call();
    var answer = answer();
    record.add(new Event.ModelAnswered(record.header(), call, answer));
    if (answer.usage() == null && message.path("usage").isObject()) {
      record.add(new Event.Unrecognised(record.header(), List.of("assistant.message.usage")));
    }
    for (var block : content()) {
      if (block.path("type").asString("").equals("tool_use")) {
        tool(call, block);
      }
    }
  }

  private SpanId call() {
    var id = message.path("id");
    return id.isString()
        ? SpanId.ofModelCall(
            record.session(), id.stringValue(), record.line().path("requestId").asString(""))
        : SpanId.ofModelCall(record.session(), record.name(), "");
  }

  private Iterable<JsonNode> content() {
    return message.path("content").isArray() ? message.path("content").values() : List.of();
  }

  private ModelAnswer answer() {
    var line = record.line();
    var model = message.path("model").asString("");
    var failed = line.path("isApiErrorMessage").asBoolean(false);
    var blocks = blocks();
    return new ModelAnswer(
        "anthropic",
        model.isEmpty() ? null : model,
        line.path("requestId").isString() ? line.path("requestId").stringValue() : null,
        usage(message.path("usage")),
        message.path("stop_reason").isString() ? message.path("stop_reason").stringValue() : null,
        failed ? Text.line(blocks.isEmpty() ? "API error" : blocks.getFirst().text()) : null,
        blocks,
        model.equals("<synthetic>"));
  }

  private List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    if (message.path("content").isString()) {
      blocks.add(new Block(false, message.path("content").stringValue()));
    }
    for (var block : content()) {
      switch (block.path("type").asString("")) {
        case "text" -> blocks.add(new Block(false, block.path("text").asString("")));
        case "thinking" -> blocks.add(new Block(true, block.path("thinking").asString("")));
        default -> {}
      }
    }
    return blocks;
  }

  /// Source: the Messages API; `input_tokens` excludes both kinds of cache tokens.
  private static @Nullable Usage usage(JsonNode usage) {
    if (!usage.isObject()) {
      return null;
    }
    var input = usage.path("input_tokens").asLong(0);
    var read = usage.path("cache_read_input_tokens").asLong(0);
    var written = usage.path("cache_creation_input_tokens").asLong(0);
    var hour =
        Math.min(written, usage.path("cache_creation").path("ephemeral_1h_input_tokens").asLong(0));
    var output = usage.path("output_tokens").asLong(0);
    var searches = usage.path("server_tool_use").path("web_search_requests").asInt(0);
    if (!LongStream.of(input, read, written, hour, output, searches)
        .allMatch(n -> n >= 0 && n <= MOST)) {
      return null;
    }
    return new Usage(
        input,
        read,
        written - hour,
        hour,
        output,
        0,
        usage.path("speed").asString("").equals("fast"),
        usage.path("inference_geo").asString("").equals("us"),
        searches);
  }

  private void tool(SpanId call, JsonNode block) {
    var name = block.path("name").asString("unnamed");
    var input = block.path("input");
    var id = block.path("id");
    var step =
        id.isString()
            ? SpanId.ofToolCall(record.session(), id.stringValue())
            : SpanId.ofToolCall(record.session(), record.name());
    record.add(
        new Event.ToolRequested(
            record.header(),
            step,
            call,
            name,
            ClaudeTools.kind(name),
            ClaudeTools.title(name, input),
            input,
            ClaudeTools.intended(name, input)));
  }
}
