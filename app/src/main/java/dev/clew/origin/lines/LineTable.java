package dev.clew.origin.lines;

import java.util.Arrays;
import java.util.IdentityHashMap;

/// Numbers for lines: equal for lines with equal bytes, or for lines that differ in blanks only.
///
/// Blanks are the six of ASCII, line ends among them, and a mark of the byte order.
final class LineTable {
  private final Numbers exact = new Numbers(false);
  private final Numbers loose = new Numbers(true);

  /// The number of a line by its bytes.
  int exact(Text text, int line) {
    return exact.of(text, line);
  }

  /// The number of a line by its bytes without blanks.
  int loose(Text text, int line) {
    return loose.of(text, line);
  }

  /// How many loose numbers there are.
  int looseNumbers() {
    return loose.size;
  }

  private static final class Numbers {
    private final boolean loose;
    private final IdentityHashMap<Text, int[]> known = new IdentityHashMap<>();
    private Text[] texts = new Text[256];
    private int[] lines = new int[256];
    private long[] hashes = new long[256];
    private int[] slots = new int[512];
    private int size;

    Numbers(boolean loose) {
      this.loose = loose;
    }

    int of(Text text, int line) {
      var numbers = known.computeIfAbsent(text, any -> new int[any.lines()]);
      if (numbers[line] == 0) {
        numbers[line] = 1 + find(text, line);
      }
      return numbers[line] - 1;
    }

    private int find(Text text, int line) {
      var hash = hash(text, line);
      var mask = slots.length - 1;
      var slot = slot(hash, mask);
      for (; slots[slot] != 0; slot = slot + 1 & mask) {
        var number = slots[slot] - 1;
        if (hashes[number] == hash && same(text, line, texts[number], lines[number])) {
          return number;
        }
      }
      slots[slot] = size + 1;
      add(text, line, hash);
      return size - 1;
    }

    private void add(Text text, int line, long hash) {
      if (size == texts.length) {
        texts = Arrays.copyOf(texts, 2 * size);
        lines = Arrays.copyOf(lines, 2 * size);
        hashes = Arrays.copyOf(hashes, 2 * size);
      }
      texts[size] = text;
      lines[size] = line;
      hashes[size++] = hash;
      if (2 * size > slots.length) {
        slots = new int[2 * slots.length];
        var mask = slots.length - 1;
        for (int number = 0; number < size; number++) {
          var slot = slot(hashes[number], mask);
          while (slots[slot] != 0) {
            slot = slot + 1 & mask;
          }
          slots[slot] = number + 1;
        }
      }
    }

    private static int slot(long hash, int mask) {
      return (int) (hash ^ hash >>> 32) & mask;
    }

    private long hash(Text text, int line) {
      var bytes = text.bytes();
      var hash = 0L;
      for (int i = loose ? text.textStart(line) : text.start(line); i < text.end(line); i++) {
        if (!loose || !Text.blank(bytes[i])) {
          hash = (hash ^ bytes[i]) * 0x9E3779B97F4A7C15L;
          hash ^= hash >>> 29;
        }
      }
      return hash;
    }

    private boolean same(Text a, int lineA, Text b, int lineB) {
      if (!loose) {
        return a.sameLine(lineA, b, lineB);
      }
      var atA = a.textStart(lineA);
      var atB = b.textStart(lineB);
      while (true) {
        while (atA < a.end(lineA) && Text.blank(a.bytes()[atA])) {
          atA++;
        }
        while (atB < b.end(lineB) && Text.blank(b.bytes()[atB])) {
          atB++;
        }
        if (atA == a.end(lineA) || atB == b.end(lineB)) {
          return atA == a.end(lineA) && atB == b.end(lineB);
        }
        if (a.bytes()[atA++] != b.bytes()[atB++]) {
          return false;
        }
      }
    }
  }
}
