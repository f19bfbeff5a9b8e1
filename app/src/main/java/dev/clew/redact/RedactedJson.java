package dev.clew.redact;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One JSON value without the secrets that its level finds.
///
/// @param json UTF-8; the same array instance as the input if nothing was found
/// @param counts rule id to number of placeholders written, as in [RedactedText]
@SuppressWarnings("ArrayRecordComponent") // bytes in, bytes out; never compared
public record RedactedJson(byte[] json, Map<String, Integer> counts) {
  public RedactedJson {
    counts = Collections.unmodifiableMap(new TreeMap<>(counts)); // in order, for people
  }
}
