package dev.clew.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CostLawsTest {
  private static final int CASES = 500;
  private final PriceTable table = PriceTable.builtIn();
  private final List<String> models =
      table.rows().flatMap(row -> row.names().stream()).distinct().sorted().toList();

  @Test
  void the_cost_of_a_sum_is_the_sum_of_the_costs() {
    Cases.forAll(
        CASES,
        random -> {
          var a = usage(random);
          var b = with(a, tokens(random));
          var sum = pico(with(a, a.tokens().plus(b.tokens())));
          if (sum.isPresent()) {
            assertThat(pico(a).orElseThrow() + pico(b).orElseThrow()).isEqualTo(sum.getAsLong());
          }
        });
  }

  @Test
  void the_cost_is_linear_in_each_bucket() {
    Cases.forAll(
        CASES,
        random -> {
          var usage = usage(random);
          var bucket = random.nextInt(6);
          var one = pico(with(usage, only(bucket, 1)));
          var many = random.nextLong(PriceRow.MAX_TOKENS);
          if (one.isPresent()) {
            assertThat(pico(with(usage, only(bucket, many)))).hasValue(one.getAsLong() * many);
          }
        });
  }

  @Test
  void more_tokens_never_cost_less() {
    Cases.forAll(
        CASES,
        random -> {
          var less = usage(random);
          var tokens = less.tokens().plus(tokens(random));
          var more = with(less, tokens).withPromptTokens(tokens.prompt());
          var first = pico(less.withPromptTokens(less.tokens().prompt()));
          var second = pico(more);
          if (first.isPresent() && second.isPresent()) {
            assertThat(second.getAsLong()).isGreaterThanOrEqualTo(first.getAsLong());
          }
        });
  }

  @Test
  void integers_agree_with_decimals() {
    Cases.forAll(
        CASES,
        random -> {
          var cost = new Cost(random.nextLong(), "v");
          assertThat(cost.usd())
              .isEqualByComparingTo(new BigDecimal(cost.picoUsd()).scaleByPowerOfTen(-12));
          assertThat(cost.usd().scale()).isBetween(0, 12);
        });
  }

  @Test
  void any_call_at_all_has_a_cost_or_none_and_never_fails() {
    Cases.forAll(
        CASES,
        random -> {
          var largest = only(random.nextInt(6), Long.MAX_VALUE);
          var usage = with(usage(random), largest).withWebSearches(Integer.MAX_VALUE);
          assertThat(pico(usage)).isEmpty();
        });
  }

  private OptionalLong pico(Usage usage) {
    return table
        .cost(usage)
        .map(cost -> OptionalLong.of(cost.picoUsd()))
        .orElse(OptionalLong.empty());
  }

  private Usage usage(RandomGenerator random) {
    var from = Instant.parse("2025-01-01T00:00:00Z").getEpochSecond();
    var at = Instant.ofEpochSecond(from + random.nextLong(2 * 365 * 86_400L));
    var model = models.get(random.nextInt(models.size()));
    return Usage.of("", model, at, tokens(random))
        .withFast(random.nextInt(4) == 0)
        .withBatch(random.nextInt(4) == 0)
        .withInferenceGeo(random.nextInt(4) == 0 ? "us" : null);
  }

  private static Usage with(Usage usage, Tokens tokens) {
    return new Usage(
        usage.provider(),
        usage.model(),
        usage.at(),
        tokens,
        usage.promptTokens(),
        usage.fast(),
        usage.inferenceGeo(),
        usage.batch(),
        usage.webSearches());
  }

  private static Tokens tokens(RandomGenerator random) {
    var all = new long[6];
    for (int i = 0; i < all.length; i++) {
      all[i] = random.nextBoolean() ? 0 : random.nextLong(400_000);
    }
    return new Tokens(all[0], all[1], all[2], all[3], all[4], all[5]);
  }

  private static Tokens only(int bucket, long count) {
    var all = new long[6];
    all[bucket] = count;
    return new Tokens(all[0], all[1], all[2], all[3], all[4], all[5]);
  }
}
