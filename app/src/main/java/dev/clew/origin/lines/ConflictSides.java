package dev.clew.origin.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sides of the conflicts in a content, each with what stands around them: what the file would
/// be if that side were taken in all of them. Ours, theirs, and what both came from where Git tells
/// it.
final class ConflictSides {
  private static final byte[] OURS = "<<<<<<< ".getBytes(US_ASCII);
  private static final byte[] BASE = "||||||| ".getBytes(US_ASCII);
  private static final byte[] THEIRS = "=======".getBytes(US_ASCII);
  private static final byte[] END = ">>>>>>> ".getBytes(US_ASCII);

  private final Text now;
  private final List<Integer> ours = new ArrayList<>();
  private final List<Integer> base = new ArrayList<>();
  private final List<Integer> theirs = new ArrayList<>();
  private boolean any;
  private boolean hasBase;

  /// Whose lines come next; absent outside conflicts.
  private @Nullable List<Integer> side;

  private ConflictSides(Text now) {
    this.now = now;
  }

  /// The numbers of the lines of each side; none where there is no conflict, or one has no end.
  static List<List<Integer>> of(Text now) {
    var sides = new ConflictSides(now);
    for (int line = 0; line < now.lines(); line++) {
      sides.take(line);
    }
    if (!sides.any || sides.side != null) {
      return List.of();
    }
    return sides.hasBase
        ? List.of(sides.ours, sides.theirs, sides.base)
        : List.of(sides.ours, sides.theirs);
  }

  private void take(int line) {
    var in = side;
    if (in == null && now.startsWith(line, OURS)) {
      any = true;
      side = ours;
    } else if (in == ours && now.startsWith(line, BASE)) {
      hasBase = true;
      side = base;
    } else if ((in == ours || in == base) && now.startsWith(line, THEIRS)) {
      side = theirs;
    } else if (in == theirs && now.startsWith(line, END)) {
      side = null;
    } else if (in != null) {
      in.add(line);
    } else {
      List.of(ours, base, theirs).forEach(each -> each.add(line));
    }
  }
}
