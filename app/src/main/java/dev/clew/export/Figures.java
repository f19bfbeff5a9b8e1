package dev.clew.export;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Numbers and times as a reader of a document wants them. Times are in UTC: a document travels.
final class Figures {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private Figures() {}

  static String minute(Instant at) {
    return MINUTE.format(at);
  }

  /// A time field to the minute; empty when it is absent.
  static String minute(JsonNode time) {
    return time.isString() ? minute(Instant.parse(time.asString())) : "";
  }

  /// The time of day of a time field; empty when it is absent.
  static String clock(JsonNode time) {
    return time.isString() ? CLOCK.format(Instant.parse(time.asString())) : "";
  }

  /// A duration field; empty when it is absent.
  static String duration(JsonNode milliseconds) {
    if (!milliseconds.isNumber()) {
      return "";
    }
    var ms = milliseconds.asLong();
    if (ms < 1000) {
      return ms + " ms";
    }
    if (ms < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }
    var span = Duration.ofMillis(ms);
    return span.toHours() > 0
        ? "%d h %02d min".formatted(span.toHours(), span.toMinutesPart())
        : "%d min %02d s".formatted(span.toMinutes(), span.toSecondsPart());
  }

  /// A money field; empty when it is absent.
  static String money(JsonNode dollars) {
    if (!dollars.isNumber()) {
      return "";
    }
    var exact = new BigDecimal(dollars.asString());
    var small = exact.signum() > 0 && exact.compareTo(new BigDecimal("0.01")) < 0;
    return "$" + exact.setScale(small ? 4 : 2, RoundingMode.HALF_UP).toPlainString();
  }

  static String count(long number) {
    if (number < 10_000) {
      return Long.toString(number);
    }
    return number < 10_000_000
        ? (number + 500) / 1000 + "k"
        : String.format(Locale.ROOT, "%.1fM", number / 1e6);
  }

  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    return bytes < 1_000_000
        ? (bytes + 500) / 1000 + " kB"
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /// `3 files`, `1 file`.
  static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /// A token field: fresh, from the cache, written.
  static String tokens(JsonNode tokens) {
    var fresh = sum(tokens, "input", "cache_write_5m", "cache_write_1h");
    return "%s in, %s from cache, %s out"
        .formatted(
            count(fresh),
            count(sum(tokens, "cache_read")),
            count(sum(tokens, "output", "reasoning")));
  }

  private static long sum(JsonNode tokens, String... names) {
    long sum = 0;
    for (var name : names) {
      sum += tokens.path(name).asLong(0);
    }
    return sum;
  }
}
