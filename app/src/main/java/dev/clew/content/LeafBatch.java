package dev.clew.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The leaves of one transaction as one value: each with its length before it, two bytes,
/// big-endian.
final class LeafBatch {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long first;

  boolean isEmpty() {
    return bytes.size() == 0;
  }

  void add(long seq, byte[] leaf) {
    if (isEmpty()) {
      first = seq;
    }
    if (leaf.length > 0xffff) {
      throw new IllegalArgumentException("a leaf of %d bytes".formatted(leaf.length));
    }
    bytes.write(leaf.length >>> 8);
    bytes.write(leaf.length);
    bytes.write(leaf, 0, leaf.length);
  }

  /// The number of the first leaf.
  long first() {
    return first;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  void reset() {
    bytes.reset();
  }

  /// The leaves in `bytes`, without the first `skip`.
  static List<byte[]> read(byte[] bytes, long skip) {
    var leaves = new ArrayList<byte[]>();
    var buffer = ByteBuffer.wrap(bytes);
    for (long i = 0; buffer.hasRemaining(); i++) {
      var leaf = new byte[Short.toUnsignedInt(buffer.getShort())];
      buffer.get(leaf);
      if (i >= skip) {
        leaves.add(leaf);
      }
    }
    return leaves;
  }
}
