package dev.clew.query;

import dev.clew.workspace.ObjectSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Objects that are asked for again and again, as those of trees are that have most folders in
/// common: each is read and opened once.
///
/// Not safe for use by several threads.
final class ReadOnce implements ObjectSource {
  private final ObjectSource source;
  private final Map<String, Optional<byte[]>> known = new HashMap<>();

  ReadOnce(ObjectSource source) {
    this.source = source;
  }

  @Override
  public Optional<byte[]> read(String sha256) throws IOException {
    var object = known.get(sha256);
    if (object == null) {
      object = source.read(sha256);
      known.put(sha256, object);
    }
    return object;
  }
}
