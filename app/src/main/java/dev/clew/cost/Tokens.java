package dev.clew.cost;

/// What a model call used, in disjoint buckets: every token is counted in exactly one of them.
///
/// | bucket | Anthropic `usage` | OpenAI, Codex | Gemini CLI `tokens` |
/// | --- | --- | --- | --- |
/// | `input` | `input_tokens` | `input_tokens` - cached - cache writes | `input` - `cached` + `tool` |
/// | `cacheRead` | `cache_read_input_tokens` | `cached_input_tokens` | `cached` |
/// | `cacheWrite5m` | `cache_creation.ephemeral_5m_input_tokens` | `cache_write_input_tokens` | 0 |
/// | `cacheWrite1h` | `cache_creation.ephemeral_1h_input_tokens` | 0 | 0 |
/// | `output` | `output_tokens` | `output_tokens` - `reasoning_output_tokens` | `output` |
/// | `reasoning` | 0: inside `output_tokens` | `reasoning_output_tokens` | `thoughts` |
///
/// An Anthropic record with `cache_creation_input_tokens` but no `cache_creation` object wrote
/// 5-minute caches, the only kind there was then. Each bucket is 0 or more.
///
/// Source: Claude Code transcripts, Codex rollouts (`token_count`) and Gemini CLI chats; in the
/// last `total` = `input` + `output` + `thoughts` + `tool`, and `cached` lies within `input`.
public record Tokens(
    long input, long cacheRead, long cacheWrite5m, long cacheWrite1h, long output, long reasoning) {
  /// No tokens at all.
  public static final Tokens ZERO = new Tokens(0, 0, 0, 0, 0, 0);

  public Tokens {
    if (Math.min(Math.min(input, cacheRead), Math.min(cacheWrite5m, cacheWrite1h)) < 0
        || Math.min(output, reasoning) < 0) {
      throw new IllegalArgumentException(
          "tokens below 0: input %d, cache read %d, cache write %d and %d, output %d, reasoning %d"
              .formatted(input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning));
    }
  }

  /// The sum, bucket by bucket; [ArithmeticException] beyond the range of a long.
  public Tokens plus(Tokens other) {
    return new Tokens(
        Math.addExact(input, other.input),
        Math.addExact(cacheRead, other.cacheRead),
        Math.addExact(cacheWrite5m, other.cacheWrite5m),
        Math.addExact(cacheWrite1h, other.cacheWrite1h),
        Math.addExact(output, other.output),
        Math.addExact(reasoning, other.reasoning));
  }

  /// Everything the model read: fresh, from the cache, and into it. It decides long-context prices.
  /// At the end of the range it stays there.
  public long prompt() {
    return clampedSum(clampedSum(input, cacheRead), clampedSum(cacheWrite5m, cacheWrite1h));
  }

  public boolean isZero() {
    return equals(ZERO);
  }

  private static long clampedSum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
