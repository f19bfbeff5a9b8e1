package dev.clew.origin.lines;

import dev.clew.diff.Change;
import dev.clew.diff.LineDiff;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which line of an older content each line of a newer one is, both in their order.
///
/// A line diff says where nothing changed. Where lines went and others came, and between two such
/// places that only a few words divide, [Passage] finds the best that can be had: equal lines, then
/// such as differ in blanks only. Much of that makes us ask once more with a diff that does not
/// look at blanks, and the better one counts. Last, [Slide] puts what came or went where a reader
/// would.
final class Alignment {
  /// A stretch of unchanged lines with less substance than this may divide two changes by chance.
  private static final int WEAK = 20;

  private static final int WEAK_LINES = 4;

  /// From so many pairs of changed lines on the diff without blanks is asked as well.
  private static final long MUCH = 10_000;

  /// From so many replaced lines on the diff without blanks comes first, and may be enough.
  private static final int MOST = 500;

  private final Text old;
  private final Text now;
  private final LineTable table;
  private final Map<Change, List<Change>> asked;
  private final int[] from;
  private long pairs;

  /// @param asked what has been found without blanks, by where it was looked for
  private Alignment(Text old, Text now, LineTable table, Map<Change, List<Change>> asked) {
    this.old = old;
    this.now = now;
    this.table = table;
    this.asked = asked;
    this.from = new int[now.lines()];
    Arrays.fill(from, -1);
  }

  /// For each line of `now` the line of `old`, or -1; what is known rises.
  static int[] of(Text old, Text now, LineTable table) {
    var asked = new HashMap<Change, List<Change>>();
    var alignment = new Alignment(old, now, table, asked);
    if (old.coarse() || now.coarse()) {
      alignment.ends();
      return alignment.from;
    }
    var changes = LineDiff.of(old.bytes(), now.bytes()).changes();
    var replaced = replaced(changes);
    if (replaced < MOST) {
      alignment.take(changes);
    }
    if (replaced >= MOST || alignment.pairs >= MUCH) {
      var loose = new Alignment(old, now, table, asked);
      var looser = loose.looseChanges(new Change(0, old.lines(), 0, now.lines()));
      loose.take(looser);
      if (replaced >= MOST && 2 * replaced(looser) > replaced) {
        alignment.take(changes);
      }
      if (loose.worth() > alignment.worth()) {
        alignment = loose;
      }
    }
    Slide.all(old, now, table, alignment.from);
    return alignment.from;
  }

  /// How many lines have others in their place.
  private static int replaced(List<Change> changes) {
    return changes.stream().mapToInt(each -> Math.min(each.removed(), each.added())).sum();
  }

  /// The changes that a diff without blanks finds in a region.
  private List<Change> looseChanges(Change region) {
    return asked.computeIfAbsent(region, this::withoutBlanks);
  }

  private List<Change> withoutBlanks(Change region) {
    var changes = new ArrayList<Change>();
    for (var change :
        LineDiff.of(
                old.withoutBlanks(region.oldFrom(), region.oldTo()),
                now.withoutBlanks(region.newFrom(), region.newTo()))
            .changes()) {
      changes.add(
          new Change(
              region.oldFrom() + change.oldFrom(),
              region.oldFrom() + change.oldTo(),
              region.newFrom() + change.newFrom(),
              region.newFrom() + change.newTo()));
    }
    return changes;
  }

  private void ends() {
    if (old.same(now)) {
      equal(0, 0, now.lines());
      return;
    }
    if (Content.binary(old.bytes()) || Content.binary(now.bytes())) {
      return;
    }
    var most = Math.min(old.lines(), now.lines());
    var head = 0;
    while (head < most && old.sameLine(head, now, head)) {
      head++;
    }
    var tail = 0;
    while (tail < most - head
        && old.sameLine(old.lines() - 1 - tail, now, now.lines() - 1 - tail)) {
      tail++;
    }
    equal(0, 0, head);
    equal(old.lines() - tail, now.lines() - tail, tail);
  }

  private void equal(int oldLine, int newLine, int lines) {
    for (int i = 0; i < lines; i++) {
      from[newLine + i] = oldLine + i;
    }
  }

  private void take(List<Change> changes) {
    var oldLine = 0;
    for (var change : changes) {
      equal(oldLine, change.newFrom() - (change.oldFrom() - oldLine), change.oldFrom() - oldLine);
      oldLine = change.oldTo();
    }
    equal(oldLine, now.lines() - (old.lines() - oldLine), old.lines() - oldLine);
    for (int first = 0; first < changes.size(); ) {
      var region = changes.get(first);
      var removed = region.removed();
      var added = region.added();
      var next = first + 1;
      for (; next < changes.size(); next++) {
        var change = changes.get(next);
        var wider = new Change(region.oldFrom(), change.oldTo(), region.newFrom(), change.newTo());
        if (!weak(region.newTo(), change.newFrom()) || !Passage.small(wider)) {
          break;
        }
        removed += change.removed();
        added += change.added();
        region = wider;
      }
      first = next;
      if (removed > 0 && added > 0) {
        pairs += (long) removed * added;
        var end = next < changes.size() ? changes.get(next).newFrom() : now.lines();
        fill(widened(region, end));
      }
    }
  }

  /// With a few trivial lines on both sides, which may go better with what changed.
  private Change widened(Change region, int end) {
    var before = 0;
    while (before < WEAK_LINES
        && region.newFrom() > before
        && from[region.newFrom() - before - 1] >= 0
        && from[region.newFrom() - before - 1] == region.oldFrom() - before - 1
        && now.trivial(region.newFrom() - before - 1)) {
      before++;
    }
    var after = 0;
    while (after < WEAK_LINES
        && region.newTo() + after < end
        && now.trivial(region.newTo() + after)) {
      after++;
    }
    var wider =
        new Change(
            region.oldFrom() - before,
            region.oldTo() + after,
            region.newFrom() - before,
            region.newTo() + after);
    return Passage.small(wider) ? wider : region;
  }

  private boolean weak(int from, int to) {
    if (to - from > WEAK_LINES) {
      return false;
    }
    var substance = 0;
    for (int line = from; line < to; line++) {
      substance += now.substance(line);
    }
    return substance < WEAK;
  }

  private void fill(Change region) {
    if (Passage.small(region)) {
      Passage.fill(old, now, table, region, from);
      return;
    }
    var oldLine = region.oldFrom();
    var newLine = region.newFrom();
    for (var change : looseChanges(region)) {
      equal(oldLine, newLine, change.oldFrom() - oldLine);
      if (Passage.small(change) && change.removed() > 0 && change.added() > 0) {
        Passage.fill(old, now, table, change, from);
      }
      oldLine = change.oldTo();
      newLine = change.newTo();
    }
    equal(oldLine, newLine, region.oldTo() - oldLine);
  }

  private long worth() {
    var worth = 0L;
    for (int line = 0; line < from.length; line++) {
      if (from[line] >= 0) {
        worth += Passage.worth(old, from[line], now, line, table);
      }
    }
    return worth;
  }
}
