package dev.clew.recorder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Contents that were used of late: a version is compared with the one before it.
final class RecentBytes {
  private final long most;
  private final Map<String, byte[]> bytes = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  /// Keeps `most` bytes.
  RecentBytes(long most) {
    this.most = most;
  }

  Optional<byte[]> get(String sha256) {
    return Optional.ofNullable(bytes.get(sha256));
  }

  void put(String sha256, byte[] content) {
    var old = bytes.put(sha256, content);
    size += content.length - (old == null ? 0 : old.length);
    var eldest = bytes.entrySet().iterator();
    while (size > most && bytes.size() > 1) {
      size -= eldest.next().getValue().length;
      eldest.remove();
    }
  }
}
