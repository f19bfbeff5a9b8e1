package dev.clew.recorder;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How long, and how much, is kept.
///
/// @param days sessions that ended longer ago than this go; empty for no end
/// @param bytes the oldest go while the store is larger than this; empty for no bound
public record Keeping(Optional<Integer> days, Optional<Long> bytes) {
  /// Everything is kept.
  public static final Keeping EVERYTHING = new Keeping(Optional.empty(), Optional.empty());

  /// What stands for no bound.
  public static final String OFF = "off";

  private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,4})d");
  private static final Pattern BYTES = Pattern.compile("([1-9][0-9]{0,8})\\s*(MB|GB|TB)");

  /// The days in `400d`; `off` for none.
  ///
  /// @throws IllegalArgumentException when it is neither
  public static Optional<Integer> days(String text) {
    if (text.equals(OFF)) {
      return Optional.empty();
    }
    var match = DAYS.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "expected days such as 400d, or off, found '%s'".formatted(text));
    }
    return Optional.of(Integer.parseInt(match.group(1)));
  }

  /// The bytes in `20GB`, in steps of 1000; `off` for none.
  ///
  /// @throws IllegalArgumentException when it is neither
  public static Optional<Long> bytes(String text) {
    if (text.equals(OFF)) {
      return Optional.empty();
    }
    var match = BYTES.matcher(text.toUpperCase(Locale.ROOT));
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "expected a size such as 500MB or 20GB, or off, found '%s'".formatted(text));
    }
    var unit =
        switch (match.group(2)) {
          case "MB" -> 1_000_000L;
          case "GB" -> 1_000_000_000L;
          default -> 1_000_000_000_000L;
        };
    return Optional.of(Math.multiplyExact(Long.parseLong(match.group(1)), unit));
  }

  /// The days as they are written.
  public String daysText() {
    return days.map(each -> each + "d").orElse(OFF);
  }

  /// The bytes as they are written.
  public String bytesText() {
    return bytes
        .map(each ->
            each % 1_000_000_000_000L == 0
                ? each / 1_000_000_000_000L + "TB"
                : each % 1_000_000_000L == 0
                    ? each / 1_000_000_000L + "GB"
                    : each / 1_000_000L + "MB")
        .orElse(OFF);
  }

  /// Whether there is a bound at all.
  boolean isBounded() {
    return days.isPresent() || bytes.isPresent();
  }
}
