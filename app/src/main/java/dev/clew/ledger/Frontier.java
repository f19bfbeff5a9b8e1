package dev.clew.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The right edge of a growing tree: everything needed to add leaves and to know the root.
///
/// Not thread-safe.
final class Frontier {
  /* Two views of the same edge. `rows` holds, for every tile level, the hashes of the tile that is
   * not full yet: what partial tiles are written from. `peaks` holds, for every set bit of the
   * size, the root of the perfect subtree that the bit stands for: one hash per height, so that a
   * root costs at most 63 hashes. Adding a leaf merges peaks like a carry in binary addition; every
   * eighth height is also a row. */
  static final int WIDTH = 256;
  private static final int MAX_HEIGHT = 63;

  private final TreeHasher hasher;
  private final List<byte[]> rows = new ArrayList<>();
  private final byte[] peaks = new byte[MAX_HEIGHT * Hash.SIZE_BYTES];
  private final byte[] node = new byte[Hash.SIZE_BYTES];
  private long size;

  Frontier(TreeHasher hasher) {
    this.hasher = hasher;
  }

  /// Takes each tile when its last hash is known; `hashes` is the taker's own.
  interface TileSink {
    void full(int level, long index, byte[] hashes) throws IOException;
  }

  /// Gives the first `count` hashes of a tile.
  interface TileSource {
    byte[] hashes(int level, long index, int count) throws IOException;
  }

  /// The edge of a tree whose `size` is a multiple of 256, from the tiles above its leaves.
  static Frontier restore(TreeHasher hasher, long size, TileSource tiles) throws IOException {
    var frontier = new Frontier(hasher);
    frontier.size = size;
    for (int level = 1; size >> (8 * level) > 0; level++) {
      int count = frontier.count(level);
      if (count > 0) {
        var hashes = tiles.hashes(level, frontier.tileIndex(level), count);
        System.arraycopy(hashes, 0, frontier.row(level), 0, count * Hash.SIZE_BYTES);
        frontier.restorePeaks(level, count);
      }
    }
    return frontier;
  }

  private void restorePeaks(int level, int count) {
    int first = 0;
    for (int bit = 7; bit >= 0; bit--) {
      int width = 1 << bit;
      if ((count & width) != 0) {
        var peak = hasher.subtree(row(level), first, width);
        System.arraycopy(peak, 0, peaks, (8 * level + bit) * Hash.SIZE_BYTES, peak.length);
        first += width;
      }
    }
  }

  long size() {
    return size;
  }

  /// The number of tile levels that hold a hash.
  int levels() {
    int levels = 0;
    while (size >> (8 * levels) > 0) {
      levels++;
    }
    return levels;
  }

  /// How many hashes the unfinished tile of `level` holds, 0 to 255.
  int count(int level) {
    return (int) (size >> (8 * level)) & (WIDTH - 1);
  }

  /// The index of the unfinished tile of `level`.
  long tileIndex(int level) {
    return size >> (8 * (level + 1));
  }

  /// A copy of the hashes of the unfinished tile of `level`.
  byte[] partial(int level) {
    return Arrays.copyOf(row(level), count(level) * Hash.SIZE_BYTES);
  }

  void add(byte[] leaf, TileSink sink) throws IOException {
    long index = size++;
    System.arraycopy(leaf, 0, node, 0, node.length);
    int height = 0;
    place(0, index, sink);
    while (((index >> height) & 1) == 1) {
      hasher.node(peaks, height * Hash.SIZE_BYTES, node, 0, node, 0);
      height++;
      if (height % 8 == 0) {
        place(height / 8, index >> height, sink);
      }
    }
    System.arraycopy(node, 0, peaks, height * Hash.SIZE_BYTES, node.length);
  }

  private void place(int level, long index, TileSink sink) throws IOException {
    int position = (int) (index & (WIDTH - 1));
    var row = row(level);
    System.arraycopy(node, 0, row, position * Hash.SIZE_BYTES, node.length);
    if (position == WIDTH - 1) {
      sink.full(level, index >> 8, row.clone());
    }
  }

  Hash root() {
    if (size == 0) {
      return Hash.ofEmptyTree();
    }
    int lowest = Long.numberOfTrailingZeros(size);
    var root = new byte[Hash.SIZE_BYTES];
    System.arraycopy(peaks, lowest * Hash.SIZE_BYTES, root, 0, root.length);
    for (int height = lowest + 1; size >> height > 0; height++) {
      if (((size >> height) & 1) == 1) {
        hasher.node(peaks, height * Hash.SIZE_BYTES, root, 0, root, 0);
      }
    }
    return Hash.of(root);
  }

  private byte[] row(int level) {
    while (rows.size() <= level) {
      rows.add(new byte[WIDTH * Hash.SIZE_BYTES]);
    }
    return rows.get(level);
  }
}
