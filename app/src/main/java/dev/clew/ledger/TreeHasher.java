package dev.clew.ledger;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The two hash functions of the tree: leaves start with byte 0, inner nodes with byte 1, so that
/// no inner node can pass for an entry.
///
/// Not thread-safe. Source: RFC 6962, section 2.1.
final class TreeHasher {
  private final MessageDigest sha256;

  TreeHasher() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] empty() {
    return sha256.digest();
  }

  byte[] leaf(byte[] bytes, int offset, int length) {
    sha256.update((byte) 0);
    sha256.update(bytes, offset, length);
    return sha256.digest();
  }

  /// Writes the parent of two nodes to `out`, which may be one of them.
  void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] out, int outAt) {
    sha256.update((byte) 1);
    sha256.update(left, leftAt, Hash.SIZE_BYTES);
    sha256.update(right, rightAt, Hash.SIZE_BYTES);
    try {
      sha256.digest(out, outAt, Hash.SIZE_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("a digest of 32 bytes did not fit into 32 bytes", e);
    }
  }

  byte[] node(byte[] left, byte[] right) {
    var out = new byte[Hash.SIZE_BYTES];
    node(left, 0, right, 0, out, 0);
    return out;
  }

  /// The root over `width` (a power of two) neighbouring hashes of one row.
  byte[] subtree(byte[] row, int first, int width) {
    var nodes = new byte[width * Hash.SIZE_BYTES];
    System.arraycopy(row, first * Hash.SIZE_BYTES, nodes, 0, nodes.length);
    for (int w = width / 2; w > 0; w /= 2) {
      for (int i = 0; i < w; i++) {
        int left = 2 * i * Hash.SIZE_BYTES;
        node(nodes, left, nodes, left + Hash.SIZE_BYTES, nodes, i * Hash.SIZE_BYTES);
      }
    }
    var root = new byte[Hash.SIZE_BYTES];
    System.arraycopy(nodes, 0, root, 0, root.length);
    return root;
  }
}
