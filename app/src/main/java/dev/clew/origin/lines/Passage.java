package dev.clew.origin.lines;

import dev.clew.diff.Change;

/// The best pairing, in order, of the lines that went with the lines that came in their place.
///
/// Equal lines count more than such as differ in blanks only, lines with substance more than
/// trivial ones, and a pair a little more that goes on where the one before it ended.
final class Passage {
  private static final long MOST_PAIRS = 400_000;
  private static final int NEXT = 3;
  private static final int EDGE = 1;

  private static final byte FROM_PAIR = 1;
  private static final byte SKIP_OLD = 2;
  private static final byte SKIP_NEW = 4;

  private final int removed;
  private final int added;
  private final int[] oldExact;
  private final int[] oldLoose;
  private final int[] newExact;
  private final int[] newLoose;
  private final boolean[] trivial;
  private final byte[] trace;

  private Passage(Text old, Text now, LineTable table, Change region) {
    removed = region.removed();
    added = region.added();
    oldExact = new int[removed];
    oldLoose = new int[removed];
    for (int i = 0; i < removed; i++) {
      oldExact[i] = table.exact(old, region.oldFrom() + i);
      oldLoose[i] = table.loose(old, region.oldFrom() + i);
    }
    newExact = new int[added];
    newLoose = new int[added];
    trivial = new boolean[added];
    for (int j = 0; j < added; j++) {
      newExact[j] = table.exact(now, region.newFrom() + j);
      newLoose[j] = table.loose(now, region.newFrom() + j);
      trivial[j] = now.trivial(region.newFrom() + j);
    }
    trace = new byte[(removed + 1) * (added + 1)];
  }

  /// Whether it is small enough for [#fill].
  static boolean small(Change region) {
    return (region.removed() + 1L) * (region.added() + 1L) <= MOST_PAIRS;
  }

  /// Pairs the lines of a region anew.
  ///
  /// @param from takes the line of `old`, or -1, for each line of `now` in the region
  static void fill(Text old, Text now, LineTable table, Change region, int[] from) {
    var passage = new Passage(old, now, table, region);
    passage.measure();
    passage.tell(region, from);
  }

  /// What one pair counts.
  static int worth(Text old, int oldLine, Text now, int newLine, LineTable table) {
    return worth(table.exact(old, oldLine) == table.exact(now, newLine), now.trivial(newLine));
  }

  private static int worth(boolean exact, boolean trivial) {
    return trivial ? (exact ? 4 : 3) : (exact ? 16 : 12);
  }

  private void measure() {
    var width = added + 1;
    var best = new int[width];
    var pair = new int[width];
    var bestAbove = new int[width];
    var pairAbove = new int[width];
    for (int i = 0; i <= removed; i++) {
      for (int j = 0; j <= added; j++) {
        if (i == 0 && j == 0) {
          continue;
        }
        var marks = 0;
        var value = Integer.MIN_VALUE;
        pair[j] = Integer.MIN_VALUE / 2;
        if (i > 0 && j > 0 && oldLoose[i - 1] == newLoose[j - 1]) {
          var before = bestAbove[j - 1];
          var next = pairAbove[j - 1] + (i == 1 && j == 1 ? EDGE : NEXT);
          if (next >= before) {
            before = next;
            marks = FROM_PAIR;
          }
          pair[j] = before + worth(oldExact[i - 1] == newExact[j - 1], trivial[j - 1]);
          value = pair[j] + (i == removed && j == added ? EDGE : 0);
        }
        if (i > 0 && bestAbove[j] > value) {
          value = bestAbove[j];
          marks = (marks & FROM_PAIR) | SKIP_OLD;
        }
        if (j > 0 && best[j - 1] > value) {
          value = best[j - 1];
          marks = (marks & FROM_PAIR) | SKIP_NEW;
        }
        best[j] = value;
        trace[i * width + j] = (byte) marks;
      }
      var swap = best;
      best = bestAbove;
      bestAbove = swap;
      swap = pair;
      pair = pairAbove;
      pairAbove = swap;
    }
  }

  private void tell(Change region, int[] from) {
    var i = removed;
    var j = added;
    var inPair = false;
    while (j > 0) {
      var marks = trace[i * (added + 1) + j];
      if (!inPair && (marks & SKIP_OLD) != 0) {
        i--;
      } else if (i == 0 || (!inPair && (marks & SKIP_NEW) != 0)) {
        j--;
        from[region.newFrom() + j] = -1;
      } else {
        i--;
        j--;
        from[region.newFrom() + j] = region.oldFrom() + i;
        inPair = (marks & FROM_PAIR) != 0;
      }
    }
  }
}
