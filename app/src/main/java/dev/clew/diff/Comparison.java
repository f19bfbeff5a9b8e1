package dev.clew.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/// Finds the changed regions of two texts.
final class Comparison {
  /*
   * Common lines at both ends are cut off, then the histogram algorithm splits at the rarest common
   * line. Where every common line of a region occurs more than 64 times it gives up; JGit would then
   * run Myers, which is quadratic (seconds for 20,000 rewritten lines), so we let the region count
   * as replaced. A large region is split at anchors first. Decision 0031 has the figures.
   */
  private static final int LARGE = 2000;

  private final RawTextComparator comparator;
  private final HistogramDiff histogram = new HistogramDiff();
  private final List<Change> changes = new ArrayList<>();

  private Comparison(RawTextComparator comparator) {
    this.comparator = comparator;
    histogram.setFallbackAlgorithm(null);
  }

  /// The changed regions in order, with unchanged lines between any two.
  static List<Change> changes(RawText before, RawText after, RawTextComparator comparator) {
    var comparison = new Comparison(comparator);
    comparison.compare(before, after);
    return List.copyOf(comparison.changes);
  }

  private void compare(RawText before, RawText after) {
    var whole = new Edit(0, before.size(), 0, after.size());
    var middle = comparator.reduceCommonStartEnd(before, after, whole);
    if (middle.getLengthA() == 0
        || middle.getLengthB() == 0
        || middle.getLengthA() + middle.getLengthB() <= LARGE) {
      add(before, after, 0, 0);
      return;
    }
    var oldFrom = middle.getBeginA();
    var newFrom = middle.getBeginB();
    for (var anchor : Anchors.in(before, after, middle)) {
      gap(before, after, new Edit(oldFrom, anchor.oldLine(), newFrom, anchor.newLine()));
      oldFrom = anchor.oldLine() + 1;
      newFrom = anchor.newLine() + 1;
    }
    gap(before, after, new Edit(oldFrom, middle.getEndA(), newFrom, middle.getEndB()));
  }

  private void gap(RawText before, RawText after, Edit gap) {
    if (gap.getLengthA() == 0 && gap.getLengthB() == 0) {
      return;
    }
    add(
        part(before, gap.getBeginA(), gap.getEndA()),
        part(after, gap.getBeginB(), gap.getEndB()),
        gap.getBeginA(),
        gap.getBeginB());
  }

  private void add(RawText before, RawText after, int oldLine, int newLine) {
    for (var edit : histogram.diff(comparator, before, after)) {
      changes.add(
          new Change(
              oldLine + edit.getBeginA(),
              oldLine + edit.getEndA(),
              newLine + edit.getBeginB(),
              newLine + edit.getEndB()));
    }
  }

  private static RawText part(RawText text, int from, int to) {
    var content = text.getRawContent();
    return new RawText(
        Arrays.copyOfRange(content, Anchors.start(text, from), Anchors.start(text, to)));
  }
}
