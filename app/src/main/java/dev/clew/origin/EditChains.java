package dev.clew.origin;

import dev.clew.diff.LineDiff;
import dev.clew.event.FileEdit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out which edits, in which order, lead from the bytes before to the bytes after.
final class EditChains {
  /// Above so many steps that edited one file between two looks, only their order in time is tried.
  private static final int MOST = 5;

  private final byte @Nullable [] before;
  private final byte[] after;
  private final List<Unit> units;
  private final List<List<Link>> found = new ArrayList<>();

  /// What one step does to the file, one edit after the other.
  ///
  /// @param ended whether the step has come to its end
  record Unit(Between.Step step, List<FileEdit> edits, boolean ended) {}

  /// A step and the bytes that it left.
  record Link(Between.Step step, byte[] result) {}

  EditChains(byte @Nullable [] before, byte[] after, List<Unit> units) {
    this.before = before;
    this.after = after;
    this.units = units;
  }

  /// The shortest chains that explain all of the change, one for each set of steps; none when there
  /// is no such chain.
  List<List<Link>> whole() {
    for (var length = 1; length <= Math.min(units.size(), MOST) && found.isEmpty(); length++) {
      search(before, List.of(), length);
    }
    if (found.isEmpty() && units.size() > MOST) {
      inOrder();
    }
    var sets = new HashSet<Set<Between.Step>>();
    return found.stream()
        .filter(chain -> sets.add(new HashSet<>(chain.stream().map(Link::step).toList())))
        .toList();
  }

  private void search(byte @Nullable [] now, List<Link> chain, int length) {
    if (chain.size() == length) {
      if (now != null && Arrays.equals(now, after)) {
        found.add(chain);
      }
      return;
    }
    for (var unit : units) {
      if (chain.stream().noneMatch(link -> link.step.equals(unit.step))) {
        for (var result : results(unit, now)) {
          var longer = new ArrayList<>(chain);
          longer.add(new Link(unit.step, result));
          search(result, longer, length);
        }
      }
    }
  }

  private void inOrder() {
    var chain = inTime(units);
    if (!chain.isEmpty() && Arrays.equals(chain.getLast().result, after)) {
      found.add(chain);
    }
  }

  private List<Link> inTime(List<Unit> some) {
    var chain = new ArrayList<Link>();
    var now = before;
    for (var unit : some) {
      var results = results(unit, now);
      if (!results.isEmpty()) {
        now = results.getLast();
        chain.add(new Link(unit.step, now));
      }
    }
    return chain;
  }

  private static List<byte[]> results(Unit unit, byte @Nullable [] before) {
    var results = new ArrayList<byte @Nullable []>();
    results.add(before);
    for (var edit : unit.edits) {
      var next = new ArrayList<byte @Nullable []>();
      for (var now : results) {
        next.addAll(Edits.apply(edit, now));
      }
      results = next;
    }
    var last = new ArrayList<byte[]>();
    for (var result : results) {
      if (result != null && !Arrays.equals(result, before)) {
        last.add(result);
      }
    }
    return last;
  }

  /// The edits of steps that ended, where all that they change stands unchanged in the bytes after
  /// and something else changed, too; none when that cannot be told.
  List<Link> part() {
    if (before == null) {
      return List.of();
    }
    var chain = inTime(units.stream().filter(Unit::ended).toList());
    if (chain.isEmpty()) {
      return List.of();
    }
    var edited = chain.getLast().result;
    return hunks(before, after).containsAll(hunks(before, edited)) ? chain : List.of();
  }

  /// Changed regions of the older bytes with what replaces them.
  private static Set<String> hunks(byte[] older, byte[] newer) {
    var hunks = new HashSet<String>();
    for (var hunk : LineDiff.of(older, newer).hunks(0)) {
      hunks.add(hunk.oldStart() + "," + hunk.oldLines() + ":" + hunk.lines());
    }
    return hunks;
  }
}
