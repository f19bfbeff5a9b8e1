package dev.clew.origin.lines;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds stretches of lines again wherever they are: what moved, what Git brought from elsewhere.
///
/// Lines that differ in blanks only go together. A stretch counts if it has substance: enough of
/// it, or a line that is there once before and once after. The one with the most substance counts
/// first; what is trivial goes along with its neighbours only.
final class Blocks {
  /// So much substance in a stretch says that it is the same.
  private static final int ENOUGH = 20;

  /// So much in a line that is there once, if it comes from another file.
  private static final int ENOUGH_ELSEWHERE = 8;

  /// A line that is there more often does not tell where to look.
  private static final int COMMON = 16;

  private final List<Side> sources;
  private final List<Side> targets;
  private final LineTable table;
  private final boolean once;
  private int[] before = new int[0];
  private int[] after = new int[0];
  private final PriorityQueue<Block> queue =
      new PriorityQueue<>(
          Comparator.comparingInt(Block::substance)
              .thenComparingInt(Block::exact)
              .reversed()
              .thenComparing(block -> block.source != block.target)
              .thenComparingInt(Block::source)
              .thenComparingInt(Block::target)
              .thenComparingInt(Block::to)
              .thenComparingInt(Block::from));

  /// A content, and which of its lines may be paired.
  record Side(Text text, boolean[] free) {}

  /// A line of a source.
  record Found(int source, int line) {}

  private record Block(
      int source, int from, int target, int to, int lines, int substance, int exact) {}

  private record Start(int source, int from, int target, int to) {}

  private record Place(int side, int line, @Nullable Place next) {}

  private Blocks(List<Side> sources, List<Side> targets, LineTable table, boolean once) {
    this.sources = sources;
    this.targets = targets;
    this.table = table;
    this.once = once;
  }

  /// For each target and each of its lines where it was found, or null.
  ///
  /// A source and a target with the same number are one file.
  ///
  /// @param once whether a line of a source can be found only once, as what moved
  static List<@Nullable Found[]> find(
      List<Side> sources, List<Side> targets, LineTable table, boolean once) {
    var blocks = new Blocks(sources, targets, table, once);
    var found = new ArrayList<@Nullable Found[]>();
    for (var target : targets) {
      found.add(new @Nullable Found[target.text.lines()]);
    }
    if (blocks.collect()) {
      blocks.take(found);
    }
    return found;
  }

  /// Whether some line that tells something is on both sides; if so all get their numbers.
  private boolean collect() {
    var places = places();
    var free = new int[places.length];
    for (int number = 0; number < places.length; number++) {
      for (var place = places[number]; place != null; place = place.next) {
        free[number]++;
      }
    }
    var anchors = new ArrayList<Place>();
    for (int target = 0; target < targets.size(); target++) {
      var side = targets.get(target);
      for (int line = 0; line < side.free.length; line++) {
        if (side.free[line] && !side.text.trivial(line)) {
          var number = table.loose(side.text, line);
          if (number < free.length && free[number] > 0 && free[number] <= COMMON) {
            anchors.add(new Place(target, line, null));
          }
        }
      }
    }
    if (anchors.isEmpty()) {
      return false;
    }
    sources.forEach(side -> numberAll(side.text));
    targets.forEach(side -> numberAll(side.text));
    before = counts(sources);
    after = counts(targets);
    var seen = new HashSet<Start>();
    for (var anchor : anchors) {
      var number = table.loose(targets.get(anchor.side).text, anchor.line);
      if (after[number] <= 4 * COMMON) {
        for (var place = places[number]; place != null; place = place.next) {
          block(place, anchor.side, anchor.line, seen);
        }
      }
    }
    return true;
  }

  /// Where the lines with each number are among the free ones of the sources, in their order.
  private @Nullable Place[] places() {
    for (var side : sources) {
      for (int line = 0; line < side.free.length; line++) {
        if (side.free[line]) {
          table.loose(side.text, line);
        }
      }
    }
    var places = new @Nullable Place[table.looseNumbers()];
    for (int source = sources.size() - 1; source >= 0; source--) {
      var side = sources.get(source);
      for (int line = side.free.length - 1; line >= 0; line--) {
        if (side.free[line] && !side.text.trivial(line)) {
          var number = table.loose(side.text, line);
          places[number] = new Place(source, line, places[number]);
        }
      }
    }
    return places;
  }

  private void numberAll(Text text) {
    for (int line = 0; line < text.lines(); line++) {
      table.loose(text, line);
    }
  }

  private int[] counts(List<Side> sides) {
    var counts = new int[table.looseNumbers()];
    for (var side : sides) {
      for (int line = 0; line < side.free.length; line++) {
        counts[table.loose(side.text, line)]++;
      }
    }
    return counts;
  }

  private void block(Place place, int target, int line, Set<Start> seen) {
    var source = place.side;
    var first = new Start(source, place.line, target, line);
    var up = 0;
    while (pair(source, place.line - up - 1, target, line - up - 1)) {
      up++;
      if (!targets.get(target).text.trivial(line - up)
          && seen.contains(new Start(source, place.line - up, target, line - up))) {
        seen.add(first);
        return;
      }
    }
    var down = 1;
    while (pair(source, place.line + down, target, line + down)) {
      down++;
    }
    seen.add(first);
    offer(source, place.line - up, target, line - up, up + down);
  }

  private boolean pair(int source, int from, int target, int to) {
    var old = sources.get(source);
    var now = targets.get(target);
    return from >= 0
        && to >= 0
        && from < old.free.length
        && to < now.free.length
        && old.free[from]
        && now.free[to]
        && table.loose(old.text, from) == table.loose(now.text, to);
  }

  private void offer(int source, int from, int target, int to, int lines) {
    var now = targets.get(target).text;
    var old = sources.get(source).text;
    var substance = 0;
    var exact = 0;
    var told = false;
    for (int i = 0; i < lines; i++) {
      var own = now.substance(to + i);
      substance += own;
      if (table.exact(old, from + i) == table.exact(now, to + i)) {
        exact++;
      }
      var number = table.loose(now, to + i);
      told |=
          own >= (source == target ? Text.TRIVIAL : ENOUGH_ELSEWHERE)
              && before[number] == 1
              && after[number] == 1;
    }
    if (told || substance >= ENOUGH) {
      queue.add(new Block(source, from, target, to, lines, substance, exact));
    }
  }

  private void take(List<@Nullable Found[]> found) {
    var taken = new ArrayList<Block>();
    for (var block = queue.poll(); block != null; block = queue.poll()) {
      var whole = true;
      for (int i = 0; i < block.lines; i++) {
        whole &= pair(block.source, block.from + i, block.target, block.to + i);
      }
      if (whole) {
        for (int i = 0; i < block.lines; i++) {
          put(block, block.from + i, block.to + i, found);
        }
        taken.add(block);
      } else {
        rest(block);
      }
    }
    for (var block : once ? taken : List.<Block>of()) {
      beside(block, block.from - 1, block.to + block.lines, found);
      beside(block, block.from + block.lines, block.to - 1, found);
    }
  }

  private void put(Block block, int from, int to, List<@Nullable Found[]> found) {
    found.get(block.target)[to] = new Found(block.source, from);
    targets.get(block.target).free[to] = false;
    if (once) {
      sources.get(block.source).free[from] = false;
    }
  }

  /// The blank line before what moved may stand behind it now, and the other way round.
  private void beside(Block block, int from, int to, List<@Nullable Found[]> found) {
    if (pair(block.source, from, block.target, to) && targets.get(block.target).text.trivial(to)) {
      put(block, from, to, found);
    }
  }

  /// What is left of a block of which another took a part.
  private void rest(Block block) {
    var begin = 0;
    for (int i = 0; i <= block.lines; i++) {
      if (i == block.lines || !pair(block.source, block.from + i, block.target, block.to + i)) {
        if (i > begin) {
          offer(block.source, block.from + begin, block.target, block.to + begin, i - begin);
        }
        begin = i + 1;
      }
    }
  }
}
