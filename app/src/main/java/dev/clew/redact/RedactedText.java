package dev.clew.redact;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Text without the secrets that its level finds.
///
/// @param text the same string instance as the input if nothing was found
/// @param counts rule id to number of placeholders written; `timeout` counts whole texts removed
///   because searching them cost too much
public record RedactedText(String text, Map<String, Integer> counts) {
  public RedactedText {
    counts = Collections.unmodifiableMap(new TreeMap<>(counts)); // in order, for people
  }
}
