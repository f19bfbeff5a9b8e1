package dev.clew.workspace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Cuts large contents into pieces where the bytes themselves say so, so that an edit changes the
/// pieces around it only (a gear hash with two masks, as in FastCDC). The rule is in
/// `docs/formats/workspace.md`; another rule would only make other pieces.
final class Chunker {
  static final int LEAST = 4 << 10;
  static final int USUAL = 16 << 10;
  static final int MOST = 64 << 10;

  /* Fewer cuts below the usual size, more above it. */
  private static final long STRICT = mask(16);
  private static final long EASY = mask(12);
  private static final long[] GEAR = gear();

  private Chunker() {}

  private static long mask(int bits) {
    return -1L << (64 - bits);
  }

  private static long[] gear() {
    var gear = new long[256];
    for (int i = 0; i < gear.length; i++) {
      var hash = Digests.sha256(("clew/gear/v1/" + i).getBytes(StandardCharsets.US_ASCII));
      gear[i] = ByteBuffer.wrap(hash).getLong();
    }
    return gear;
  }

  /// How long the piece is that begins at `from`; all that is left when that is less than a piece.
  static int cut(byte[] bytes, int from, int to) {
    var most = Math.min(to, from + MOST);
    var usual = Math.min(most, from + USUAL);
    var at = Math.min(most, from + LEAST);
    long hash = 0;
    for (; at < usual; at++) {
      hash = (hash << 1) + GEAR[bytes[at] & 0xff];
      if ((hash & STRICT) == 0) {
        return at + 1 - from;
      }
    }
    for (; at < most; at++) {
      hash = (hash << 1) + GEAR[bytes[at] & 0xff];
      if ((hash & EASY) == 0) {
        return at + 1 - from;
      }
    }
    return most - from;
  }
}
