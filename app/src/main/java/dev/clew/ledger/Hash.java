package dev.clew.ledger;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A SHA-256 value, 32 bytes: a leaf, an inner node or a root of the tree.
///
/// Source: RFC 6962, section 2.1.
public final class Hash {
  /// The number of bytes of every hash.
  public static final int SIZE_BYTES = 32;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The hash with exactly these 32 bytes; throws `IllegalArgumentException` on another length.
  public static Hash of(byte[] bytes) {
    if (bytes.length != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "a hash has %d bytes, found %d".formatted(SIZE_BYTES, bytes.length));
    }
    return new Hash(bytes.clone());
  }

  /// The hash of an entry as a leaf: SHA-256 over a zero byte and the entry.
  public static Hash ofEntry(byte[] entry) {
    return new Hash(new TreeHasher().leaf(entry, 0, entry.length));
  }

  /// The root of the tree without entries: SHA-256 over nothing.
  public static Hash ofEmptyTree() {
    return new Hash(new TreeHasher().empty());
  }

  static Hash at(byte[] hashes, int position) {
    return new Hash(Arrays.copyOfRange(hashes, position * SIZE_BYTES, (position + 1) * SIZE_BYTES));
  }

  /// A fresh copy of the 32 bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Standard base64 with padding, 44 characters, as checkpoints print roots.
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// 64 lower-case hexadecimal digits.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
