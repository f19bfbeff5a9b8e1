package dev.clew.origin.lines;

import java.util.Arrays;

/// Moves what came, or what went, to where a reader would say it did.
///
/// Where the line before an added block is also the last of the block, the block may as well begin
/// a line earlier, and so on; in the same way what went from the older content. A block should
/// begin and end where lines are indented least, not before a line that closes something, after a
/// blank line; of equal places the last counts.
final class Slide {
  private static final int FURTHEST = 500;

  private final Text text;
  private final LineTable table;
  private final int[] partner;

  /// @param text whose blocks without a partner slide
  /// @param partner the line of the other content for each line of this, or -1
  private Slide(Text text, LineTable table, int[] partner) {
    this.text = text;
    this.table = table;
    this.partner = partner;
  }

  /// Moves the blocks on both sides.
  ///
  /// @param from the line of `old` for each line of `now`, or -1
  static void all(Text old, Text now, LineTable table, int[] from) {
    new Slide(now, table, from).blocks();
    var to = turned(from, old.lines());
    if (new Slide(old, table, to).blocks()) {
      System.arraycopy(turned(to, now.lines()), 0, from, 0, from.length);
    }
  }

  private static int[] turned(int[] partner, int lines) {
    var turned = new int[lines];
    Arrays.fill(turned, -1);
    for (int line = 0; line < partner.length; line++) {
      if (partner[line] >= 0) {
        turned[partner[line]] = line;
      }
    }
    return turned;
  }

  private boolean blocks() {
    var moved = false;
    for (int line = 0; line < partner.length; line++) {
      if (partner[line] < 0) {
        var begin = line;
        while (line < partner.length && partner[line] < 0) {
          line++;
        }
        var by = trivial(begin, line) ? 0 : slide(begin, line);
        moved |= by != 0;
        line += Math.max(by, 0);
      }
    }
    return moved;
  }

  private boolean trivial(int begin, int end) {
    for (int line = begin; line < end; line++) {
      if (!text.trivial(line)) {
        return false;
      }
    }
    return true;
  }

  /// How many lines down, or up if negative, a block went.
  private int slide(int begin, int end) {
    var up = 0;
    while (up < FURTHEST
        && begin - up > 0
        && joined(begin - up - 1, up > 0)
        && same(begin - up - 1, end - up - 1)) {
      up++;
    }
    var down = 0;
    while (down < FURTHEST
        && end + down < partner.length
        && partner[end + down] >= 0
        && (down == 0 || joined(end + down - 1, true))
        && same(begin + down, end + down)) {
      down++;
    }
    var best = 0;
    var least = Integer.MAX_VALUE;
    for (int by = -up; by <= down && up + down > 0; by++) {
      var unrest = unrest(begin + by) + unrest(end + by);
      if (unrest <= least) {
        least = unrest;
        best = by;
      }
    }
    move(begin, end, best);
    return best;
  }

  /// Whether a line has a partner, and the next line the next one.
  private boolean joined(int line, boolean toNext) {
    return partner[line] >= 0 && (!toNext || partner[line + 1] - partner[line] == 1);
  }

  private boolean same(int a, int b) {
    return table.exact(text, a) == table.exact(text, b);
  }

  private void move(int begin, int end, int by) {
    for (int i = 0; i < by; i++) {
      partner[begin + i] = partner[end + i];
      partner[end + i] = -1;
    }
    for (int i = 0; i < -by; i++) {
      partner[end - 1 - i] = partner[begin - 1 - i];
      partner[begin - 1 - i] = -1;
    }
  }

  /// How little it makes sense to cut before a line.
  private int unrest(int line) {
    if (line == 0 || line == text.lines()) {
      return -1;
    }
    var next = line;
    while (next < text.lines() && text.isBlank(next)) {
      next++;
    }
    var indent = next == text.lines() ? 0 : text.indent(next);
    var blankBefore = text.isBlank(line - 1);
    if (next > line) {
      return 4 * indent - 2;
    }
    var closes = !blankBefore && indent < text.indent(line - 1);
    return 4 * indent + (closes ? 2 : 0) - (blankBefore ? 1 : 0);
  }
}
