package dev.clew.recorder;

import dev.clew.redact.KnownValues;
import dev.clew.redact.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// Finds certain values in stored bytes, plain and in the forms that encoders give them, and takes
/// them out of text.
final class ValueFilter {
  private static final String KNOWN = "known";

  private final Redactor redactor;
  private final boolean empty;

  ValueFilter(Keys keys, Collection<String> values) {
    var known = KnownValues.of(values);
    this.redactor = Redactor.ofValues(keys.redaction().bytes(), known);
    this.empty = known.isEmpty();
  }

  /// Whether it looks for nothing.
  boolean isEmpty() {
    return empty;
  }

  /// The payload without the values; the same array where it holds none.
  byte[] without(String kind, byte[] payload) {
    if (RecordKind.isMalformed(kind)) {
      var redacted = redactor.malformed(payload);
      return redacted.counts().containsKey(KNOWN)
          ? redacted.text().getBytes(StandardCharsets.UTF_8)
          : payload;
    }
    var redacted = redactor.json(payload);
    return redacted.counts().containsKey(KNOWN) ? redacted.json() : payload;
  }

  /// Whether exact bytes of any kind hold one of the values.
  boolean isIn(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    return redactor.text(text).counts().containsKey(KNOWN);
  }
}
