package dev.clew.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one record says of a model call.
///
/// @param provider who served it, for example `anthropic`
/// @param model the model as the agent names it; absent when the record does not say
/// @param requestId the provider's id of the request
/// @param usage the tokens so far; absent when the record has none
/// @param stopReason why the model stopped; absent while it streams
/// @param error what went wrong, in one line
/// @param blocks the text and thinking of this record, in order
/// @param synthetic whether the harness made the message up: it costs nothing and is no model call
public record ModelAnswer(
    String provider,
    @Nullable String model,
    @Nullable String requestId,
    @Nullable Usage usage,
    @Nullable String stopReason,
    @Nullable String error,
    List<Block> blocks,
    boolean synthetic) {

  /// Text that the model wrote.
  ///
  /// @param thinking whether it is reasoning rather than the answer
  public record Block(boolean thinking, String text) {}
}
