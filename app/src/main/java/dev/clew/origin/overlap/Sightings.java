package dev.clew.origin.overlap;

import dev.clew.event.SpanId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Up to which change a conversation has seen each file. Of more files than it keeps it says that
/// all was seen up to then: what is not known gives no warning.
final class Sightings {
  private static final int MOST = 2048;

  private final Map<String, Sighting> files = new LinkedHashMap<>(16, 0.75f, true);
  private Sighting first;

  /// @param number every change up to this one has been seen
  /// @param step the step that saw it; absent when none did: the conversation began then
  record Sighting(long number, Instant at, @Nullable SpanId step) {}

  Sightings(long number, Instant at) {
    first = new Sighting(number, at, null);
  }

  Sighting of(String path) {
    var seen = files.get(path);
    return seen == null || seen.number < first.number ? first : seen;
  }

  void saw(String path, Sighting sighting) {
    files.put(path, sighting);
    if (files.size() > MOST) {
      var eldest = files.entrySet().iterator().next();
      files.remove(eldest.getKey());
      if (eldest.getValue().number > first.number) {
        first = new Sighting(eldest.getValue().number, eldest.getValue().at, null);
      }
    }
  }

  /// It may have seen everything up to now.
  void sawAll(long number, Instant at) {
    files.clear();
    first = new Sighting(number, at, null);
  }
}
