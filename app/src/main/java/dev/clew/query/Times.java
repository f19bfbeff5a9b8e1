package dev.clew.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// Times as users write them.
final class Times {
  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([mhdw])");

  private Times() {}

  /// A time, a day (UTC) or a span back from now: `2026-11-20T10:00:00Z`, `2026-11-20`, `12h`,
  /// `7d`.
  ///
  /// @return epoch milliseconds
  static Optional<Long> since(Optional<String> text, InstantSource clock) throws QueryException {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(time("since", text.get(), clock, Duration.ZERO));
  }

  /// As [#since], but a day means its end.
  static Optional<Long> until(Optional<String> text, InstantSource clock) throws QueryException {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(time("until", text.get(), clock, Duration.ofDays(1)));
  }

  /// The day, in UTC, of epoch milliseconds.
  static String day(long ms) {
    return Instant.ofEpochMilli(ms).atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static long time(String name, String text, InstantSource clock, Duration intoDay)
      throws QueryException {
    var ago = AGO.matcher(text);
    if (ago.matches()) {
      var count = Long.parseLong(ago.group(1));
      var span =
          switch (ago.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
          };
      return clock.instant().minus(span).toEpochMilli();
    }
    try {
      return text.contains("T")
          ? Instant.parse(text).toEpochMilli()
          : LocalDate.parse(text)
              .atStartOfDay(ZoneOffset.UTC)
              .plus(intoDay)
              .toInstant()
              .toEpochMilli();
    } catch (DateTimeException e) {
      throw QueryException.usage(
          "%s: expected a time (2026-11-20T10:00:00Z), a day (2026-11-20) or a span (12h, 7d),"
              .concat(" found '%s'")
              .formatted(name, text));
    }
  }
}
