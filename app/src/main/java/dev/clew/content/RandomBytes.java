package dev.clew.content;

import java.security.SecureRandom;
import java.util.Arrays;

/// Secure random bytes drawn in blocks: the platform's source costs as much for sixteen bytes as
/// for a thousand. Bytes that have been given out are wiped. For one thread.
public final class RandomBytes {
  private static final int BLOCK = 4096;

  private final SecureRandom source;
  private final byte[] block = new byte[BLOCK];
  private int used = BLOCK;

  /// Bytes from `source`.
  public RandomBytes(SecureRandom source) {
    this.source = source;
  }

  /// Fills `target`, which may not be longer than a block.
  public void nextBytes(byte[] target) {
    if (used + target.length > BLOCK) {
      source.nextBytes(block);
      used = 0;
    }
    System.arraycopy(block, used, target, 0, target.length);
    Arrays.fill(block, used, used + target.length, (byte) 0);
    used += target.length;
  }
}
