package dev.clew.cost;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One line of a price file.
///
/// The bounds below keep every call's cost within a long: six buckets of [#MAX_TOKENS] at
/// [#MAX_USD] and [#MAX_FACTOR] are 6e18 pico-dollars, the searches 1e18.
///
/// @param names the models it prices, normalised
/// @param provider the only provider it holds for, lower-case; empty for any
/// @param over it holds for prompts of more tokens than this
/// @param from its first instant
/// @param until the first instant after it
/// @param searchPico pico-dollars per web search, or [#NONE]
/// @param line where it stands in its file, from 1
record PriceRow(
    List<String> names,
    String provider,
    long over,
    Instant from,
    Instant until,
    Rates rates,
    Factors factors,
    long searchPico,
    int line,
    String source,
    Optional<LocalDate> date) {
  /// Not offered: a call that used it has no price.
  static final long NONE = -1;

  /// One, in the thousandths that factors are counted in.
  static final long ONE = 1000;

  /// More than this in one bucket of one call is a broken record, not a call.
  static final long MAX_TOKENS = 100_000_000;

  static final int MAX_SEARCHES = 1_000_000;

  /// The highest price per million tokens, or per thousand searches.
  static final long MAX_USD = 1000;

  static final long MAX_FACTOR = 10;

  /// Pico-dollars per token: a dollar per million tokens is a million of them.
  record Rates(long input, long cacheRead, long cacheWrite5m, long cacheWrite1h, long output) {
    long[] all() {
      return new long[] {input, cacheRead, cacheWrite5m, cacheWrite1h, output};
    }
  }

  /// What multiplies every token price, in thousandths.
  record Factors(long fast, long us, long regional, long batch) {}

  boolean holdsFor(Usage usage, boolean local) {
    return provider.isEmpty() ? !local : provider.equals(ModelNames.lower(usage.provider()));
  }

  boolean holdsAt(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }

  boolean overlaps(PriceRow other) {
    return over == other.over
        && provider.equals(other.provider)
        && from.isBefore(other.until)
        && other.from.isBefore(until);
  }

  /// Pico-dollars for the call, its `place` factor given; empty when it used something this row has
  /// no price for.
  OptionalLong cost(Usage usage, long place) {
    var speed = speed(usage);
    if (speed == NONE || place == NONE || usage.webSearches() > MAX_SEARCHES) {
      return OptionalLong.empty();
    }
    var used = usage.tokens();
    long[] counts = {
      used.input(),
      used.cacheRead(),
      used.cacheWrite5m(),
      used.cacheWrite1h(),
      used.output(),
      used.reasoning()
    };
    long[] prices = {
      rates.input,
      rates.cacheRead,
      rates.cacheWrite5m,
      rates.cacheWrite1h,
      rates.output,
      rates.output
    };
    if (usage.webSearches() > 0 && searchPico == NONE) {
      return OptionalLong.empty();
    }
    var sum = usage.webSearches() * searchPico;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0 && (prices[i] == NONE || counts[i] > MAX_TOKENS)) {
        return OptionalLong.empty();
      }
      sum += counts[i] * times(prices[i], speed * place);
    }
    return OptionalLong.of(sum);
  }

  /// A price with a product of two factors on it; whole, which the price file is checked for.
  static long times(long price, long factors) {
    return price * factors / (ONE * ONE);
  }

  /// Fast batches are sold by nobody.
  private long speed(Usage usage) {
    if (usage.fast() && usage.batch()) {
      return NONE;
    }
    return usage.fast() ? factors.fast : usage.batch() ? factors.batch : ONE;
  }
}
