package dev.clew.cost;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What decides the price of one model call.
///
/// @param provider who served it, as the agent wrote it (`anthropic`, `openai`, `ollama`...); empty
///   when not said
/// @param model the model id as the agent wrote it
/// @param at when the call was made; the price in force then is used
/// @param promptTokens the size of the prompt, which decides long-context prices; differs from the
///   tokens' own sum only where the tokens add up several calls
/// @param fast Anthropic `speed: "fast"`, OpenAI's priority tier
/// @param inferenceGeo Anthropic `inference_geo`; null when not said
/// @param batch made through a batch interface
/// @param webSearches searches the provider ran and bills one by one
public record Usage(
    String provider,
    String model,
    Instant at,
    Tokens tokens,
    long promptTokens,
    boolean fast,
    @Nullable String inferenceGeo,
    boolean batch,
    int webSearches) {
  public Usage {
    if (promptTokens < 0 || webSearches < 0) {
      throw new IllegalArgumentException(
          "prompt of %d tokens, %d searches".formatted(promptTokens, webSearches));
    }
  }

  /// A plain call: standard speed, no batch, no searches, no place asked for.
  public static Usage of(String provider, String model, Instant at, Tokens tokens) {
    return new Usage(provider, model, at, tokens, tokens.prompt(), false, null, false, 0);
  }

  public Usage withPromptTokens(long prompt) {
    return new Usage(provider, model, at, tokens, prompt, fast, inferenceGeo, batch, webSearches);
  }

  public Usage withFast(boolean yes) {
    return new Usage(
        provider, model, at, tokens, promptTokens, yes, inferenceGeo, batch, webSearches);
  }

  public Usage withInferenceGeo(@Nullable String geo) {
    return new Usage(provider, model, at, tokens, promptTokens, fast, geo, batch, webSearches);
  }

  public Usage withBatch(boolean yes) {
    return new Usage(
        provider, model, at, tokens, promptTokens, fast, inferenceGeo, yes, webSearches);
  }

  public Usage withWebSearches(int searches) {
    return new Usage(
        provider, model, at, tokens, promptTokens, fast, inferenceGeo, batch, searches);
  }
}
