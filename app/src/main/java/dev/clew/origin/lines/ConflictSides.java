package dev.clew.origin.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/// The sides of the conflicts in a content, each with what stands around them: what the file would
/// be if that side were taken in all of them. Ours, theirs, and what both came from where Git tells
/// it.
final class ConflictSides {
  private static final byte[] OURS = "<<<<<<< ".getBytes(US_ASCII);
  private static final byte[] BASE = "||||||| ".getBytes(US_ASCII);
  private static final byte[] THEIRS = "=======".getBytes(US_ASCII);
  private static final byte[] END = ">>>>>>> ".getBytes(US_ASCII);

  /// Where a line stands.
  private enum Part {
    AROUND,
    OURS,
    BASE,
    THEIRS
  }

  private final Text now;
  private final List<Integer> ours = new ArrayList<>();
  private final List<Integer> base = new ArrayList<>();
  private final List<Integer> theirs = new ArrayList<>();
  private boolean any;
  private boolean hasBase;
  private Part part = Part.AROUND;

  private ConflictSides(Text now) {
    this.now = now;
  }

  /// The numbers of the lines of each side; none where there is no conflict, or one has no end.
  static List<List<Integer>> of(Text now) {
    var sides = new ConflictSides(now);
    for (int line = 0; line < now.lines(); line++) {
      var next = sides.after(line);
      if (next == sides.part) {
        sides.add(line);
      }
      sides.part = next;
    }
    if (!sides.any || sides.part != Part.AROUND) {
      return List.of();
    }
    return sides.hasBase
        ? List.of(sides.ours, sides.theirs, sides.base)
        : List.of(sides.ours, sides.theirs);
  }

  /// Where the line after this one stands: elsewhere after a mark.
  private Part after(int line) {
    var next =
        switch (part) {
          case AROUND -> now.startsWith(line, OURS) ? Part.OURS : part;
          case OURS ->
              now.startsWith(line, BASE)
                  ? Part.BASE
                  : now.startsWith(line, THEIRS) ? Part.THEIRS : part;
          case BASE -> now.startsWith(line, THEIRS) ? Part.THEIRS : part;
          case THEIRS -> now.startsWith(line, END) ? Part.AROUND : part;
        };
    any |= next == Part.OURS;
    hasBase |= next == Part.BASE;
    return next;
  }

  private void add(int line) {
    switch (part) {
      case AROUND -> List.of(ours, base, theirs).forEach(each -> each.add(line));
      case OURS -> ours.add(line);
      case BASE -> base.add(line);
      case THEIRS -> theirs.add(line);
    }
  }
}
