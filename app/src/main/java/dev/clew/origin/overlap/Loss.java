package dev.clew.origin.overlap;

import dev.clew.diff.Change;
import dev.clew.diff.LineDiff;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What of the change from one content to another is not in a third one, by lines. Blank lines do
/// not count, and a line that only went to another place is not lost.
///
/// @param lost how many lines are gone that the change brought
/// @param restored how many lines are back that it had taken out
public record Loss(int lost, int restored) {
  /// Nothing is gone and nothing is back.
  public static final Loss NONE = new Loss(0, 0);

  /// Longer contents are not compared.
  static final int MOST_BYTES = 1 << 20;

  /// What `left` lacks of the change from `read` to `found`; null stands for no file, and the
  /// answer is empty where lines cannot be compared.
  ///
  /// @param reverting whether only places count where `left` is as `read` was, lines around
  ///   included: what was not made from the content found there, though it may have been
  public static Optional<Loss> of(
      byte @Nullable [] read, byte @Nullable [] found, byte @Nullable [] left, boolean reverting) {
    if (tooLong(read) || tooLong(found) || tooLong(left)) {
      return Optional.empty();
    }
    var theirs = LineDiff.of(read, found);
    var whole = LineDiff.of(found, left);
    var own = LineDiff.of(read, left);
    if (theirs.isBinary() || whole.isBinary() || own.isBinary()) {
      return Optional.empty();
    }
    return Optional.of(
        new Places(lines(read), lines(found), lines(left), whole, own, theirs).count(reverting));
  }

  private static boolean tooLong(byte @Nullable [] content) {
    return content != null && content.length > MOST_BYTES;
  }

  private static List<String> lines(byte @Nullable [] content) {
    var lines = new ArrayList<String>();
    if (content != null) {
      var from = 0;
      for (var i = 0; i < content.length; i++) {
        if (content[i] == '\n') {
          lines.add(new String(content, from, i - from, StandardCharsets.ISO_8859_1));
          from = i + 1;
        }
      }
      if (from < content.length) {
        lines.add(new String(content, from, content.length - from, StandardCharsets.ISO_8859_1));
      }
    }
    return lines;
  }

  /// The three contents by lines, and where they differ.
  private static final class Places {
    private final List<String> read;
    private final List<String> found;
    private final LineDiff theirs;
    private final BitSet gone = new BitSet();
    private final BitSet notKept = new BitSet();
    private final Map<String, Integer> written = new HashMap<>();
    private final Map<String, Integer> brought = new HashMap<>();

    Places(
        List<String> read,
        List<String> found,
        List<String> left,
        LineDiff whole,
        LineDiff own,
        LineDiff theirs) {
      this.read = read;
      this.found = found;
      this.theirs = theirs;
      for (var change : whole.changes()) {
        gone.set(change.oldFrom(), change.oldTo());
        left.subList(change.newFrom(), change.newTo())
            .forEach(line -> written.merge(line.strip(), 1, Integer::sum));
      }
      for (var change : own.changes()) {
        // A place where only something was put in counts on both sides of it.
        notKept.set(Math.max(0, change.oldFrom() - 1), change.oldTo() + 1);
      }
      for (var change : theirs.changes()) {
        found
            .subList(change.newFrom(), change.newTo())
            .forEach(line -> brought.merge(line.strip(), 1, Integer::sum));
      }
    }

    Loss count(boolean reverting) {
      var lost = 0;
      var restored = 0;
      for (var change : theirs.changes()) {
        if (!reverting || isReverted(change)) {
          lost += lost(change);
          restored += restored(change);
        }
      }
      return new Loss(lost, restored);
    }

    /// Whether the place is as it was before the change.
    private boolean isReverted(Change change) {
      var first = change.oldFrom();
      var next = notKept.nextSetBit(first);
      return (next < 0 || next >= Math.max(change.oldTo(), first + 1))
          && gone.nextClearBit(change.newFrom()) >= change.newTo();
    }

    private int lost(Change change) {
      var lost = 0;
      for (var i = change.newFrom(); i < change.newTo(); i++) {
        if (gone.get(i) && !found.get(i).isBlank() && !take(written, found.get(i))) {
          lost++;
        }
      }
      return lost;
    }

    private int restored(Change change) {
      var restored = 0;
      for (var i = change.oldFrom(); i < change.oldTo(); i++) {
        var line = read.get(i);
        // What went to another place was not taken out.
        if (!line.isBlank() && take(written, line) && !take(brought, line)) {
          restored++;
        }
      }
      return restored;
    }

    private static boolean take(Map<String, Integer> bag, String line) {
      var text = line.strip();
      var count = bag.getOrDefault(text, 0);
      if (count > 0) {
        bag.put(text, count - 1);
      }
      return count > 0;
    }
  }
}
