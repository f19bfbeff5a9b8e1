package dev.clew.ledger;

import java.util.Arrays;

/// Entries in a row, in memory, in the form in which bundles and the tail hold them: per entry a
/// big-endian 16-bit length and that many bytes.
///
/// Not thread-safe. Source: C2SP tlog-tiles, "Log Entries". Empty entries are not ours: a length of
/// 0 is what a crash leaves, so it ends the run.
final class EntryRun {
  static final int MAX_ENTRY_BYTES = 0xffff;
  private static final int LENGTH_BYTES = 2;

  private byte[] bytes;
  private int[] ends = new int[Frontier.WIDTH];
  private int count;
  private int restBytes;

  private EntryRun(byte[] bytes) {
    this.bytes = bytes;
  }

  static EntryRun empty() {
    return new EntryRun(new byte[0]);
  }

  /// Reads whole entries up to the first that is not; the array is the run's from here on.
  static EntryRun parse(byte[] bytes) {
    var run = new EntryRun(bytes);
    int at = 0;
    while (at + LENGTH_BYTES <= bytes.length) {
      int length = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
      if (length == 0 || at + LENGTH_BYTES + length > bytes.length) {
        break;
      }
      at += LENGTH_BYTES + length;
      run.end(at);
    }
    run.restBytes = bytes.length - at;
    return run;
  }

  /// Encodes one entry at `at` of `out`; returns the place after it.
  static int encode(byte[] entry, byte[] out, int at) {
    out[at] = (byte) (entry.length >> 8);
    out[at + 1] = (byte) entry.length;
    System.arraycopy(entry, 0, out, at + LENGTH_BYTES, entry.length);
    return at + LENGTH_BYTES + entry.length;
  }

  static int encodedBytes(byte[] entry) {
    return LENGTH_BYTES + entry.length;
  }

  int count() {
    return count;
  }

  /// How many bytes follow the last whole entry.
  int restBytes() {
    return restBytes;
  }

  int wholeBytes() {
    return start(count);
  }

  /// Where entry `i` starts, its length included; `start(count())` is the end of the run.
  int start(int i) {
    return i == 0 ? 0 : ends[i - 1];
  }

  byte[] entry(int i) {
    return Arrays.copyOfRange(bytes, start(i) + LENGTH_BYTES, ends[i]);
  }

  byte[] leaf(int i, TreeHasher hasher) {
    int from = start(i) + LENGTH_BYTES;
    return hasher.leaf(bytes, from, ends[i] - from);
  }

  /// A copy of the encoded entries `from` to before `to`.
  byte[] slice(int from, int to) {
    return Arrays.copyOfRange(bytes, start(from), start(to));
  }

  /// A copy of everything from entry `from` on, the rest after the last whole entry included.
  byte[] from(int from) {
    return Arrays.copyOfRange(bytes, start(from), wholeBytes() + restBytes);
  }

  /// Adds entries encoded as `encoded`; a rest must have been cut before.
  void add(byte[] encoded) {
    int at = wholeBytes();
    int size = at + encoded.length;
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
    }
    System.arraycopy(encoded, 0, bytes, at, encoded.length);
    for (int i = 0; i < encoded.length; ) {
      i += LENGTH_BYTES + ((encoded[i] & 0xff) << 8 | (encoded[i + 1] & 0xff));
      end(at + i);
    }
  }

  /// Forgets the first `n` entries; those after them are counted from 0.
  void removeFirst(int n) {
    var kept = parse(from(n));
    bytes = kept.bytes;
    ends = kept.ends;
    count = kept.count;
    restBytes = kept.restBytes;
  }

  /// Counts entry `i` and everything after it as rest.
  void reject(int i) {
    restBytes += wholeBytes() - start(i);
    count = i;
  }

  /// Forgets the rest.
  void cutRest() {
    restBytes = 0;
  }

  private void end(int at) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = at;
  }
}
