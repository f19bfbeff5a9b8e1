package dev.clew.origin.lines;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What ancestors of one rank say of the lines of a content, made one.
///
/// A line that is the same in several must have one cause there. Where it is trivial, or in the
/// content more than once, a diff may have paired it by chance: then the ancestor counts that
/// agrees with the content furthest around it.
final class Claims {
  private final Text now;
  private final LineTable table;
  private final int[] often;

  /// What one ancestor says.
  ///
  /// @param from which of its lines each line is, or -1
  record Claim(Text old, long[] causes, int[] from) {}

  Claims(Text now, LineTable table) {
    this.now = now;
    this.table = table;
    for (int line = 0; line < now.lines(); line++) {
      table.loose(now, line);
    }
    this.often = new int[table.looseNumbers()];
    for (int line = 0; line < now.lines(); line++) {
      often[table.loose(now, line)]++;
    }
  }

  /// Decides the lines that are open and that some ancestor has.
  void decide(List<Claim> claims, boolean[] open, Keep keep) {
    for (int line = 0; line < open.length; line++) {
      if (!open[line]) {
        continue;
      }
      var exact = causes(claims, line, true);
      var found = exact.isEmpty() ? causes(claims, line, false) : exact;
      if (found.isEmpty()) {
        continue;
      }
      if (found.size() > 1 && byChance(line)) {
        keep.one(line, nearest(claims, line, !exact.isEmpty()), !exact.isEmpty());
      } else {
        keep.several(line, found, !exact.isEmpty());
      }
      open[line] = false;
    }
  }

  /// Takes what was decided.
  interface Keep {
    /// A line has this cause; not exact if blanks differ.
    void one(int line, long cause, boolean exact);

    /// A line has these causes, one or more.
    void several(int line, SortedSet<Long> causes, boolean exact);
  }

  private SortedSet<Long> causes(List<Claim> claims, int line, boolean exact) {
    var causes = new TreeSet<Long>();
    for (var claim : claims) {
      if (has(claim, line, exact)) {
        causes.add(claim.causes[claim.from[line]]);
      }
    }
    return causes;
  }

  private boolean has(Claim claim, int line, boolean exact) {
    var old = claim.from[line];
    return old >= 0 && (!exact || table.exact(claim.old, old) == table.exact(now, line));
  }

  private boolean byChance(int line) {
    return now.trivial(line) || often[table.loose(now, line)] > 1;
  }

  private long nearest(List<Claim> claims, int line, boolean exact) {
    var best = -1L;
    var cause = 0L;
    for (var claim : claims) {
      if (has(claim, line, exact)) {
        var up = reach(claim, line, -1);
        var down = reach(claim, line, 1);
        var reach = ((long) Math.min(up, down) << 32) + up + down;
        if (reach > best) {
          best = reach;
          cause = claim.causes[claim.from[line]];
        }
      }
    }
    return cause;
  }

  /// How many lines on the ancestor goes on as the content does.
  private static int reach(Claim claim, int line, int step) {
    var from = claim.from;
    var at = line;
    while (at + step >= 0
        && at + step < from.length
        && from[at + step] >= 0
        && from[at + step] - from[at] == step) {
      at += step;
    }
    return Math.abs(at - line);
  }
}
