package dev.clew.origin.replay;

import dev.clew.diff.LineDiff;
import dev.clew.event.FileSight;
import dev.clew.origin.replay.Finding.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a file after some of it has been shown, and how that compares.
record Learned(Known known, Verdict verdict) {
  /// The content was shown whole.
  static Learned whole(@Nullable Known before, String text) {
    var shown = Known.whole(text);
    if (before == null) {
      return new Learned(shown, Verdict.FIRST);
    }
    if (before.isWhole()) {
      return before.same(shown)
          ? new Learned(before, Verdict.SAME)
          : new Learned(shown, Verdict.OTHER);
    }
    return new Learned(shown, before.fits(shown.lines()) ? Verdict.MORE : Verdict.OTHER);
  }

  /// Lines of known numbers were shown.
  static Learned lines(@Nullable Known before, FileSight sight) {
    if (sight.isWhole()) {
      return whole(before, sight.text());
    }
    var shown = shown(sight);
    var first = Math.max(1, sight.first());
    if (before != null && sight.total() > 0 && first > sight.total()) {
      return new Learned(before, Verdict.SAME); // it looked below the end
    }
    if (before == null) {
      return new Learned(alone(shown, first, sight), Verdict.FIRST);
    }
    var cells = before.cells();
    if (cells.isEmpty()) {
      return passage(before, shown);
    }
    return inPlace(before, cells.get(), shown, first, sight);
  }

  private static List<String> shown(FileSight sight) {
    var shown = new ArrayList<String>();
    for (var line : sight.text().split("\n", -1)) {
      shown.add(line + "\n");
    }
    if (sight.isEnd()) {
      var last = Known.plain(shown.removeLast());
      if (!last.isEmpty()) {
        shown.add(last);
      }
    }
    return shown;
  }

  private static Known alone(List<String> shown, int first, FileSight sight) {
    var lines = new ArrayList<String>();
    lines.add(Known.hole(first - 1));
    lines.addAll(shown);
    if (!sight.isEnd()) {
      var below = sight.total() - sight.lines() - first + 1;
      lines.add(Known.hole(sight.total() == 0 ? Known.UNTOLD : Math.max(0, below)));
    }
    return Known.of(lines);
  }

  private static Learned inPlace(
      Known before, Known.Cells cells, List<String> shown, int first, FileSight sight) {
    var filled = new ArrayList<@Nullable String>(cells.lines());
    var more = cells.open() && sight.total() > 0;
    var other = 0;
    for (var i = 0; i < shown.size(); i++) {
      var at = first - 1 + i;
      if (at >= filled.size() && !cells.open()) {
        other++;
      }
      while (filled.size() <= at) {
        filled.add(null);
      }
      var present = filled.get(at);
      if (present == null) {
        filled.set(at, shown.get(i));
        more = true;
      } else if (!Known.same(present, shown.get(i))) {
        filled.set(at, shown.get(i));
        other++;
      }
    }
    if (other == 0) {
      if (more && cells.open() && sight.total() > 0) {
        while (filled.size() < sight.total() - (sight.isEnd() ? 1 : 0)) {
          filled.add(null);
        }
        return new Learned(new Known.Cells(filled, false).known(), Verdict.MORE);
      }
      return more
          ? new Learned(new Known.Cells(filled, cells.open()).known(), Verdict.MORE)
          : new Learned(before, Verdict.SAME);
    }
    if (!cells.open() && sight.total() > 0 && Math.abs(sight.total() - count(cells)) <= 1) {
      return new Learned(new Known.Cells(filled, false).known(), Verdict.OTHER);
    }
    var spliced = Splice.of(before, shown);
    return new Learned(
        spliced == null ? alone(shown, first, sight) : spliced.known(), Verdict.OTHER);
  }

  private static int count(Known.Cells cells) {
    return cells.lines().size() + 1;
  }

  /// Lines were shown, and nothing tells which they are.
  static Learned passage(@Nullable Known before, List<String> shown) {
    if (before == null) {
      return new Learned(between(List.of(), shown, List.of()), Verdict.FIRST);
    }
    if (shown.isEmpty() || before.find(shown, 0) >= 0) {
      return new Learned(before, Verdict.SAME);
    }
    var spliced = Splice.of(before, shown);
    if (spliced != null) {
      return new Learned(spliced.known(), spliced.fits() ? Verdict.MORE : Verdict.OTHER);
    }
    var hole = before.widest();
    var lines = before.lines();
    return hole < 0
        ? new Learned(between(lines, shown, List.of()), Verdict.OTHER)
        : new Learned(
            between(lines.subList(0, hole), shown, lines.subList(hole + 1, lines.size())),
            Verdict.MORE);
  }

  private static Known between(List<String> above, List<String> shown, List<String> below) {
    var lines = new ArrayList<>(above);
    lines.add(Known.hole(Known.UNTOLD));
    lines.addAll(shown);
    lines.add(Known.hole(Known.UNTOLD));
    lines.addAll(below);
    return Known.of(lines);
  }

  /// A passage put where most of it stands already.
  ///
  /// @param fits whether all that it has new may lie in holes
  private record Splice(Known known, boolean fits) {
    static @Nullable Splice of(Known before, List<String> shown) {
      var old = new ArrayList<Integer>();
      var now = new ArrayList<Integer>();
      match(before, shown, old, now);
      var telling = now.stream().filter(i -> !shown.get(i).isBlank()).count();
      var all = shown.stream().filter(line -> !line.isBlank()).count();
      if (telling == 0 || 2 * telling < all) {
        return null;
      }
      var above = now.getFirst();
      var below = shown.size() - 1 - now.getLast();
      var from = reach(before, old.getFirst(), -1, above);
      var to = reach(before, old.getLast(), 1, below);
      if (to - from > 2 * shown.size() + 20) {
        return null;
      }
      var inner = now.getLast() - now.getFirst();
      var fits =
          old.getLast() - old.getFirst() == inner
              && now.size() == inner + 1
              && from == old.getFirst()
              && to == old.getLast()
              && (above == 0 || isHole(before, from - 1))
              && (below == 0 || isHole(before, to + 1));
      var lines = new ArrayList<>(shown);
      if (above > old.getFirst() - from && isHole(before, from - 1)) {
        lines.addFirst(Known.hole(Known.UNTOLD)); // part of that hole is filled
        from--;
      }
      if (below > to - old.getLast() && isHole(before, to + 1)) {
        lines.add(Known.hole(Known.UNTOLD));
        to++;
      }
      return new Splice(before.with(from, to - from + 1, lines), fits);
    }

    private static boolean isHole(Known before, int at) {
      return at >= 0 && at < before.lines().size() && Known.isHole(before.lines().get(at));
    }

    private static void match(
        Known before, List<String> shown, List<Integer> old, List<Integer> now) {
      var diff =
          LineDiff.of(before.bytes(), String.join("", shown).getBytes(StandardCharsets.UTF_8));
      var a = 0;
      var b = 0;
      for (var change : diff.changes()) {
        for (; a < change.oldFrom(); a++, b++) {
          old.add(a);
          now.add(b);
        }
        a = change.oldTo();
        b = change.newTo();
      }
      for (; a < before.lines().size() && b < shown.size(); a++, b++) {
        old.add(a);
        now.add(b);
      }
    }

    /// So many lines further, but not over a hole.
    private static int reach(Known before, int from, int step, int most) {
      var at = from;
      for (var i = 0; i < most; i++) {
        var next = at + step;
        if (next < 0 || next >= before.lines().size() || Known.isHole(before.lines().get(next))) {
          break;
        }
        at = next;
      }
      return at;
    }
  }
}
