package dev.clew.testing;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Property tests: one random source per case, one seed to reproduce a failure.
///
/// `./dev verify` runs the same slice of seeds each time, so that it is red only for what changed;
/// `./dev soak` runs twenty times as many, new ones each time (`-Dcases.factor=20`), or with
/// `-Dcases.base=7` those that follow from that number. `-Dseed=123` runs only that case.
public final class Cases {
  private Cases() {}

  /// Runs `property` on `count` cases; a failure names the seed of its case.
  public static void forAll(int count, Consumer<RandomGenerator> property) {
    seeds(count)
        .forEach(seed -> {
          try {
            property.accept(new SplittableRandom(seed));
          } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + " (rerun with -Dseed=" + seed + ")", e);
          }
        });
  }

  /// Whether `./dev soak` runs: what takes long may take its full size then.
  public static boolean soaking() {
    return Integer.getInteger("cases.factor") != null;
  }

  /// A list of 0 to `max` values.
  public static <T> List<T> listOf(
      RandomGenerator random, int max, Function<RandomGenerator, T> one) {
    return Stream.generate(() -> one.apply(random)).limit(random.nextInt(max + 1)).toList();
  }

  private static LongStream seeds(int count) {
    var one = Long.getLong("seed");
    if (one != null) {
      return LongStream.of(one);
    }
    var factor = Integer.getInteger("cases.factor");
    if (factor == null) {
      return new SplittableRandom(count).longs(count, 0, Long.MAX_VALUE);
    }
    var base = Long.getLong("cases.base");
    var random = base == null ? new SplittableRandom() : new SplittableRandom(base);
    return random.longs((long) count * factor, 0, Long.MAX_VALUE);
  }
}
