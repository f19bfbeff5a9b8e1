package dev.clew.workspace;

import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Hands objects to the sink, one at a time whoever makes them, and counts them.
final class Making {
  private final ObjectSink sink;
  private long count;
  private long bytes;

  Making(ObjectSink sink) {
    this.sink = sink;
  }

  /// The id of a tree's object.
  byte[] tree(byte[] object) throws IOException {
    var id = Digests.sha256(object);
    put(id, null, object);
    return id;
  }

  synchronized void put(byte[] id, byte @Nullable [] blob, byte[] object) throws IOException {
    var hex = HexFormat.of();
    sink.put(hex.formatHex(id), blob == null ? null : hex.formatHex(blob), object);
    count++;
    bytes += object.length;
  }

  synchronized long count() {
    return count;
  }

  synchronized long bytes() {
    return bytes;
  }
}
