package dev.clew.capture.codex;

import dev.clew.event.Place;
import dev.clew.event.Usage;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A `token_count`: the conversation's total so far, and what the latest call took.
///
/// The agent's `input_tokens` include the cached ones, its `output_tokens` the reasoning.
final class CodexTokens {
  /// More tokens than any conversation can have.
  private static final long MOST = 1_000_000_000_000L;

  private final CodexRecord record;
  private final JsonNode event;

  CodexTokens(CodexRecord record, JsonNode event) {
    this.record = record;
    this.event = event;
  }

  void read() {
    var info = event.path("info");
    if (!info.isObject()) {
      return; // limits alone: kept
    }
    var total = usage(info.path("total_token_usage"));
    if (total == null) {
      record.unrecognised("event_msg.token_count.info");
    } else {
      record.place(new Place.Counted(total, usage(info.path("last_token_usage"))));
    }
  }

  private static @Nullable Usage usage(JsonNode usage) {
    if (!usage.isObject()) {
      return null;
    }
    var read = usage.path("cached_input_tokens").asLong(0);
    var written = usage.path("cache_write_input_tokens").asLong(0);
    var reasoning = usage.path("reasoning_output_tokens").asLong(0);
    var input = usage.path("input_tokens").asLong(0) - read - written;
    var output = usage.path("output_tokens").asLong(0) - reasoning;
    return LongStream.of(input, read, written, output, reasoning).allMatch(n -> n >= 0 && n <= MOST)
        ? new Usage(input, read, written, 0, output, reasoning, false, false, 0)
        : null;
  }
}
