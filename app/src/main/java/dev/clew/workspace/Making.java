package dev.clew.workspace;

import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Hands objects to the sink, and counts them.
final class Making {
  private final ObjectSink sink;
  private final LongAdder count = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  Making(ObjectSink sink) {
    this.sink = sink;
  }

  /// The id of a tree's object.
  byte[] tree(byte[] object) throws IOException {
    var id = Digests.sha256(object);
    put(id, null, object);
    return id;
  }

  void put(byte[] id, byte @Nullable [] blob, byte[] object) throws IOException {
    var hex = HexFormat.of();
    sink.put(hex.formatHex(id), blob == null ? null : hex.formatHex(blob), object);
    count.increment();
    bytes.add(object.length);
  }

  long count() {
    return count.sum();
  }

  long bytes() {
    return bytes.sum();
  }
}
