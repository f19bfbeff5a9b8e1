package dev.clew.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;

/// Equal lines that split a large region into small ones, in time n log n.
///
/// The histogram algorithm cuts one common run off a region and starts again on the rest; where
/// every second line changed that is quadratic. As in a patience diff the longest rising sequence
/// of lines that occur once on both sides holds; so do the k-th occurrences of a line that occurs
/// equally often on both.
final class Anchors {
  private final LineNumbers ids = new LineNumbers();
  private final RawText before;
  private final RawText after;
  private final Edit region;

  /// Line `oldLine` before is line `newLine` after.
  record Anchor(int oldLine, int newLine) {}

  private Anchors(RawText before, RawText after, Edit region) {
    this.before = before;
    this.after = after;
    this.region = region;
  }

  /// The anchors within a region, both numbers rising.
  static List<Anchor> in(RawText before, RawText after, Edit region) {
    return new Anchors(before, after, region).anchors();
  }

  /// Where a line begins in its content; for the line after the last, where the content ends.
  static int start(RawText text, int line) {
    return line < text.size() ? text.getRawString(line).position() : text.getRawContent().length;
  }

  private List<Anchor> anchors() {
    var old = ids(before, region.getBeginA(), region.getEndA());
    var now = ids(after, region.getBeginB(), region.getEndB());
    var counts = new int[ids.size()];
    var balance = new int[ids.size()];
    for (int id : old) {
      counts[id]++;
      balance[id]++;
    }
    for (int id : now) {
      balance[id]--;
    }
    var slots = slots(old, counts);
    var next = firsts(counts);
    var pairs = new ArrayList<Anchor>();
    for (int i = 0; i < now.length; i++) {
      if (balance[now[i]] == 0) {
        var line = slots[next[now[i]]++];
        pairs.add(new Anchor(region.getBeginA() + line, region.getBeginB() + i));
      }
    }
    return longestRising(pairs);
  }

  /// A number per line, equal for equal lines; a missing last newline makes a difference.
  private int[] ids(RawText text, int from, int to) {
    var found = new int[to - from];
    var start = start(text, from);
    for (int i = from; i < to; i++) {
      var end = start(text, i + 1);
      found[i - from] = ids.of(text.getRawContent(), start, end);
      start = end;
    }
    return found;
  }

  /// The lines of each id one after the other, the groups beginning at [#firsts].
  private static int[] slots(int[] lines, int[] counts) {
    var next = firsts(counts);
    var slots = new int[lines.length];
    for (int i = 0; i < lines.length; i++) {
      slots[next[lines[i]]++] = i;
    }
    return slots;
  }

  private static int[] firsts(int[] counts) {
    var firsts = new int[counts.length];
    for (int id = 1; id < counts.length; id++) {
      firsts[id] = firsts[id - 1] + counts[id - 1];
    }
    return firsts;
  }

  /// The longest subsequence whose old lines rise; the new ones do already, and none repeats.
  private static List<Anchor> longestRising(List<Anchor> pairs) {
    var ends = new int[pairs.size()];
    var tails = new int[pairs.size()];
    var previous = new int[pairs.size()];
    var length = 0;
    for (int i = 0; i < pairs.size(); i++) {
      var at = Arrays.binarySearch(ends, 0, length, pairs.get(i).oldLine());
      var place = at < 0 ? -at - 1 : at;
      ends[place] = pairs.get(i).oldLine();
      tails[place] = i;
      previous[i] = place == 0 ? -1 : tails[place - 1];
      length = Math.max(length, place + 1);
    }
    var rising = new ArrayList<Anchor>();
    for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = previous[i]) {
      rising.add(pairs.get(i));
    }
    Collections.reverse(rising);
    return rising;
  }
}
