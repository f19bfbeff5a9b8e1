package dev.clew.origin.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.clew.index.Runs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;

/// A content that Git made out of its ancestors.
///
/// The nearest are compared with it line by line; then, as in those further away, passages of
/// substance are looked for wherever they are. A side of a conflict that makes the content an
/// ancestor's as a whole is that one's. What Git wrote itself about a conflict belongs to no
/// ancestor but one that has it in the same place.
final class Made implements Claims.Keep {
  private static final List<byte[]> MARKERS =
      List.of(
          "<<<<<<< ".getBytes(US_ASCII),
          "||||||| ".getBytes(US_ASCII),
          "=======\n".getBytes(US_ASCII),
          "=======\r".getBytes(US_ASCII),
          ">>>>>>> ".getBytes(US_ASCII));

  /// So much substance in common says that the nearest ancestor is one at all.
  private static final int ENOUGH = 20;

  private final Text now;
  private final List<Known> ancestors = new ArrayList<>();
  private final LineTable table = new LineTable();
  private final Causes causes;
  private final Keeping keeping;

  private record Known(Text text, long[] causes, int rank) {}

  Made(byte[] content, List<Ancestor> ancestors, long cause, Causes causes) {
    this.now = new Text(content);
    this.causes = causes;
    this.keeping = new Keeping(now.lines(), cause, causes);
    for (var ancestor : ancestors) {
      var text = new Text(ancestor.content());
      this.ancestors.add(new Known(text, ancestor.runs().toLines(), ancestor.rank()));
    }
    this.ancestors.sort(Comparator.comparingInt(Known::rank));
  }

  Runs runs() {
    var open = new boolean[now.lines()];
    Arrays.fill(open, true);
    var claims = new Claims(now, table);
    for (int first = 0; first < ancestors.size(); ) {
      var group = group(first);
      if (first == 0) {
        claims.decide(group.stream().map(this::inOrder).toList(), open, this);
      }
      if (!now.coarse()) {
        var sought = withoutMarkers(open);
        claims.decide(group.stream().map(known -> anywhere(known, sought)).toList(), open, this);
      }
      first += group.size();
    }
    sides(open);
    return keeping.runs();
  }

  /// What no passage told, where one side of all conflicts is an ancestor as a whole.
  private void sides(boolean[] open) {
    for (var side : ConflictSides.of(now)) {
      for (var known : ancestors) {
        if (isWhole(side, known.text)) {
          for (int i = 0; i < side.size(); i++) {
            var line = side.get(i);
            if (open[line]) {
              keeping.keep(line, known.causes[i], true);
              open[line] = false;
            }
          }
          break;
        }
      }
    }
  }

  private boolean isWhole(List<Integer> side, Text text) {
    if (side.size() != text.lines()) {
      return false;
    }
    for (int i = 0; i < side.size(); i++) {
      if (!now.sameLine(side.get(i), text, i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void one(int line, long cause, boolean exact) {
    keeping.keep(line, cause, exact);
  }

  @Override
  public void several(int line, SortedSet<Long> found, boolean exact) {
    keeping.keep(
        line, found.size() == 1 ? found.first() : causes.disagree(List.copyOf(found)), exact);
  }

  private List<Known> group(int first) {
    var last = first;
    while (last < ancestors.size() && ancestors.get(last).rank == ancestors.get(first).rank) {
      last++;
    }
    return ancestors.subList(first, last);
  }

  private Claims.Claim inOrder(Known known) {
    var from = Alignment.of(known.text, now, table);
    var common = 0;
    var all = 0;
    for (int line = 0; line < from.length; line++) {
      var substance = now.substance(line);
      all += substance;
      common += from[line] < 0 ? 0 : substance;
    }
    if (common < ENOUGH && 2 * common < all) {
      Arrays.fill(from, -1);
    }
    return new Claims.Claim(known.text, known.causes, from);
  }

  private Claims.Claim anywhere(Known known, boolean[] sought) {
    var from = new int[now.lines()];
    Arrays.fill(from, -1);
    if (!known.text.coarse()) {
      var all = new boolean[known.text.lines()];
      Arrays.fill(all, true);
      var source = new Blocks.Side(known.text, all);
      var target = new Blocks.Side(now, sought.clone());
      var found = Blocks.find(List.of(source), List.of(target), table, false).getFirst();
      for (int line = 0; line < from.length; line++) {
        var place = found[line];
        from[line] = place == null ? -1 : place.line();
      }
    }
    return new Claims.Claim(known.text, known.causes, from);
  }

  /// The open lines but Git's own in a content that has a conflict in it.
  private boolean[] withoutMarkers(boolean[] open) {
    var sought = open.clone();
    var begun = false;
    for (int line = 0; line < sought.length; line++) {
      begun |= now.startsWith(line, MARKERS.getFirst());
      if (begun && isMarker(line)) {
        sought[line] = false;
        begun = !now.startsWith(line, MARKERS.getLast());
      }
    }
    return sought;
  }

  private boolean isMarker(int line) {
    return MARKERS.stream().anyMatch(marker -> now.startsWith(line, marker));
  }
}
