package dev.clew.query;

import dev.clew.cost.Cost;
import dev.clew.cost.Tokens;
import dev.clew.event.SpanId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes fields in the forms that scripts rely on: times RFC 3339 in UTC with milliseconds, money
/// as a decimal number of dollars, absent values left out.
final class Fields {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final JsonGenerator json;

  Fields(JsonGenerator json) {
    this.json = json;
  }

  /// A time as RFC 3339.
  static String time(long ms) {
    return TIME.format(Instant.ofEpochMilli(ms));
  }

  Fields text(String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
    return this;
  }

  Fields number(String name, @Nullable Number value) {
    if (value != null) {
      json.writeNumberProperty(name, value.longValue());
    }
    return this;
  }

  Fields flag(String name, boolean value) {
    if (value) {
      json.writeBooleanProperty(name, true);
    }
    return this;
  }

  Fields at(String name, @Nullable Long ms) {
    return text(name, ms == null ? null : time(ms));
  }

  Fields span(String name, @Nullable Long bits) {
    return text(name, bits == null ? null : new SpanId(bits).hex());
  }

  Fields cost(String name, @Nullable Long pico) {
    if (pico != null) {
      json.writeNumberProperty(name, Cost.usd(pico));
    }
    return this;
  }

  Fields texts(String name, Iterable<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
    return this;
  }

  Fields tokens(String name, Tokens tokens) {
    json.writeObjectPropertyStart(name);
    number("input", tokens.input());
    number("cache_read", tokens.cacheRead());
    number("cache_write_5m", tokens.cacheWrite5m());
    number("cache_write_1h", tokens.cacheWrite1h());
    number("output", tokens.output());
    number("reasoning", tokens.reasoning());
    json.writeEndObject();
    return this;
  }
}
