package dev.clew.cli;

import dev.clew.cost.Cost;
import dev.clew.cost.Tokens;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Numbers and times as a person reads them.
final class Words {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");

  private Words() {}

  static String time(@Nullable Long ms, ZoneId zone) {
    return ms == null ? "-" : TIME.format(Instant.ofEpochMilli(ms).atZone(zone));
  }

  /// How long ago; the day when it is longer than two weeks, the time when it is yet to come.
  static String ago(@Nullable Long ms, long nowMs, Supplier<ZoneId> zones) {
    if (ms == null) {
      return "-";
    }
    var seconds = Math.floorDiv(nowMs - ms, 1000L);
    if (seconds < -5) {
      return time(ms, zones.get());
    }
    if (seconds < 60) {
      return seconds < 5 ? "just now" : seconds + " s ago";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min ago";
    }
    if (seconds < 2 * 86_400) {
      return seconds / 3600 + " h ago";
    }
    return seconds < 15 * 86_400
        ? seconds / 86_400 + " days ago"
        : DAY.format(Instant.ofEpochMilli(ms).atZone(zones.get()));
  }

  /// A number and its noun: `1 error`, `2 errors`.
  static String of(long number, String noun) {
    return number == 1 ? "1 " + noun : number + " " + noun + "s";
  }

  static String money(@Nullable Long pico) {
    return pico == null
        ? "-"
        : "$" + Cost.usd(pico).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  static String duration(@Nullable Long ms) {
    if (ms == null) {
      return "-";
    }
    if (ms < 1000) {
      return ms + "ms";
    }
    var span = Duration.ofMillis(ms);
    if (ms < 60_000) {
      return String.format(Locale.ROOT, "%.1fs", ms / 1000.0);
    }
    return span.toHours() > 0
        ? "%dh%02dm".formatted(span.toHours(), span.toMinutesPart())
        : "%dm%02ds".formatted(span.toMinutes(), span.toSecondsPart());
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
    if (bytes < 10_000) {
      return bytes + " B";
    }
    if (bytes < 10_000_000) {
      return bytes / 1000 + " kB";
    }
    return bytes < 10_000_000_000L
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  static String tokens(Tokens tokens) {
    return "%s in, %s cached, %s out"
        .formatted(
            count(tokens.input() + tokens.cacheWrite5m() + tokens.cacheWrite1h()),
            count(tokens.cacheRead()),
            count(tokens.output() + tokens.reasoning()));
  }

  /// `text` on one line of at most `width` columns.
  static String fit(String text, int width) {
    return Cells.cut(Escapes.line(text).strip(), width);
  }

  /// The first `width` columns of a longer text, the last of them a sign that more was there.
  static String cut(String text, int width) {
    return Cells.cut(text, width);
  }

  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - Cells.width(text)));
  }

  static String padLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - Cells.width(text))) + text;
  }
}
