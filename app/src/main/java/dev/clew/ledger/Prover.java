package dev.clew.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Makes proofs from tiles.
///
/// Every range of entries that a proof needs starts at a multiple of its largest perfect subtree
/// (RFC 6962, section 2.1), so it is a few subtrees, and each lies within one tile.
final class Prover {
  private final TreeHasher hasher;
  private final Tiles tiles;

  Prover(TreeHasher hasher, Tiles tiles) {
    this.hasher = hasher;
    this.tiles = tiles;
  }

  /// The hashes of one tile, as many as there are.
  interface Tiles {
    byte[] tile(int level, long index) throws IOException;
  }

  InclusionProof inclusion(long index, long size) throws IOException {
    var path = new ArrayList<Hash>();
    include(index, 0, size, path);
    return new InclusionProof(index, size, path);
  }

  private void include(long index, long from, long to, List<Hash> path) throws IOException {
    if (to - from == 1) {
      return;
    }
    long middle = from + split(to - from);
    if (index < middle) {
      include(index, from, middle, path);
      path.add(Hash.of(range(middle, to)));
    } else {
      include(index, middle, to, path);
      path.add(Hash.of(range(from, middle)));
    }
  }

  ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
    var path = new ArrayList<Hash>();
    if (oldSize < newSize) {
      consist(oldSize, 0, newSize, true, path);
    }
    return new ConsistencyProof(oldSize, newSize, path);
  }

  /// `known`: the range so far is the whole old tree, whose root the reader has.
  private void consist(long oldSize, long from, long to, boolean known, List<Hash> path)
      throws IOException {
    if (oldSize == to) {
      if (!known) {
        path.add(Hash.of(range(from, to)));
      }
      return;
    }
    long middle = from + split(to - from);
    if (oldSize <= middle) {
      consist(oldSize, from, middle, known, path);
      path.add(Hash.of(range(middle, to)));
    } else {
      consist(oldSize, middle, to, false, path);
      path.add(Hash.of(range(from, middle)));
    }
  }

  Hash root(long size) throws IOException {
    return size == 0 ? Hash.ofEmptyTree() : Hash.of(range(0, size));
  }

  private byte[] range(long from, long to) throws IOException {
    long width = to - from;
    if (Long.bitCount(width) == 1) {
      int height = Long.numberOfTrailingZeros(width);
      return subtree(height, from >> height);
    }
    long middle = from + split(width);
    return hasher.node(range(from, middle), range(middle, to));
  }

  private byte[] subtree(int height, long index) throws IOException {
    int within = height % 8;
    long first = index << within;
    var tile = tiles.tile(height / 8, first >> 8);
    return hasher.subtree(tile, (int) (first & (Frontier.WIDTH - 1)), 1 << within);
  }

  /// The largest power of two smaller than `width` (at least 2).
  private static long split(long width) {
    return Long.highestOneBit(width - 1);
  }
}
