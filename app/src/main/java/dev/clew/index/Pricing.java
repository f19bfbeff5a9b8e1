package dev.clew.index;

import dev.clew.cost.PriceTable;
import dev.clew.cost.Tokens;
import dev.clew.event.Usage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a model call's row costs.
final class Pricing {
  /// A call for more than 10,000 dollars is nobody's: its price is not known, and sums stay in the
  /// range of a long.
  private static final long MOST = 10_000_000_000_000_000L;

  private final PriceTable prices;

  Pricing(PriceTable prices) {
    this.prices = prices;
  }

  /// In pico-dollars; absent for a tool call, or when the price is not known.
  @Nullable Long cost(StepState state) {
    return state.model == null || state.usage == null || state.synthetic
        ? null
        : cost(state.provider, state.model, state.started, state.usage);
  }

  @Nullable Long cost(
      @Nullable String provider, String model, @Nullable Long startedMs, Usage usage) {
    var at = startedMs == null ? Instant.EPOCH : Instant.ofEpochMilli(startedMs);
    var tokens =
        new Tokens(
            usage.input(),
            usage.cacheRead(),
            usage.cacheWrite5m(),
            usage.cacheWrite1h(),
            usage.output(),
            usage.reasoning());
    var call =
        dev.clew.cost.Usage.of(provider == null ? "" : provider, model, at, tokens)
            .withFast(usage.fast())
            .withInferenceGeo(usage.inUs() ? "us" : null)
            .withWebSearches(usage.webSearches());
    return prices.cost(call).map(dev.clew.cost.Cost::picoUsd).filter(c -> c <= MOST).orElse(null);
  }

  /// The usage in a row of `step`; absent when the row has none.
  static @Nullable Usage usage(ResultSet row) throws SQLException {
    var input = row.getLong("input");
    if (row.wasNull()) {
      return null;
    }
    return new Usage(
        input,
        row.getLong("cache_read"),
        row.getLong("cache_write_5m"),
        row.getLong("cache_write_1h"),
        row.getLong("output"),
        row.getLong("reasoning"),
        row.getBoolean("fast"),
        row.getBoolean("in_us"),
        row.getInt("web_searches"));
  }
}
