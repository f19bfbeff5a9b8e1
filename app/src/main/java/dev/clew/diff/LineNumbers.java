package dev.clew.diff;

import java.util.Arrays;

/// Numbers for lines, from 0 on: equal for equal bytes.
final class LineNumbers {
  private static final int FEW = 256;

  private byte[][] contents = new byte[FEW][];
  private int[] starts = new int[FEW];
  private int[] ends = new int[FEW];
  private long[] hashes = new long[FEW];
  private int[] slots = new int[2 * FEW];
  private int size;

  /// How many different lines there are.
  int size() {
    return size;
  }

  /// The number of the line that stands in `content` from `start` to `end`. The array is kept and
  /// must not change.
  int of(byte[] content, int start, int end) {
    var hash = hash(content, start, end);
    var slot = slot(hash);
    for (; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      var number = slots[slot] - 1;
      if (hashes[number] == hash
          && Arrays.equals(contents[number], starts[number], ends[number], content, start, end)) {
        return number;
      }
    }
    slots[slot] = size + 1;
    return add(content, start, end, hash);
  }

  private int add(byte[] content, int start, int end, long hash) {
    if (size == starts.length) {
      contents = Arrays.copyOf(contents, 2 * size);
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    contents[size] = content;
    starts[size] = start;
    ends[size] = end;
    hashes[size++] = hash;
    if (2 * size > slots.length) {
      slots = new int[2 * slots.length];
      for (int number = 0; number < size; number++) {
        var slot = slot(hashes[number]);
        while (slots[slot] != 0) {
          slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = number + 1;
      }
    }
    return size - 1;
  }

  private int slot(long hash) {
    return (int) (hash ^ hash >>> 32) & slots.length - 1;
  }

  private static long hash(byte[] content, int start, int end) {
    var hash = 0L;
    for (int i = start; i < end; i++) {
      hash = (hash ^ content[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
