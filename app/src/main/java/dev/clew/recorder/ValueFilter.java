package dev.clew.recorder;

import dev.clew.redact.KnownValues;
import dev.clew.redact.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/// Finds certain values in stored bytes, plain and in the forms that encoders give them, and takes
/// them out of text.
final class ValueFilter {
  private static final String KNOWN = "known";

  private final Redactor redactor;
  private final KnownValues known;

  ValueFilter(Keys keys, Collection<String> values) {
    this.known = KnownValues.of(values);
    this.redactor = Redactor.ofValues(keys.redaction().bytes(), known);
  }

  /// Whether it looks for nothing.
  boolean isEmpty() {
    return known.isEmpty();
  }

  /// The payload without the values; the same array where it holds none.
  byte[] without(String kind, byte[] payload) {
    if (RecordKind.isMalformed(kind)) {
      var redacted = redactor.malformed(payload);
      return found(redacted.counts(), payload)
          ? redacted.text().getBytes(StandardCharsets.UTF_8)
          : payload;
    }
    var redacted = redactor.json(payload);
    return found(redacted.counts(), payload) ? redacted.json() : payload;
  }

  /// Whether exact bytes of any kind hold one of the values.
  boolean isIn(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    return known.isIn(text) || redactor.text(text).counts().containsKey(KNOWN);
  }

  /// A text that costs too much to search is taken out as a whole: it may have held one.
  private boolean found(Map<String, Integer> counts, byte[] bytes) {
    return counts.containsKey(KNOWN)
        || (!counts.isEmpty() && known.isIn(new String(bytes, StandardCharsets.UTF_8)));
  }
}
