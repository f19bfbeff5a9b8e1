package dev.clew.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.jspecify.annotations.Nullable;

/// Which lines differ between two contents of a file.
///
/// Lines end at `\n` and nowhere else; everything but that byte, a carriage return too, belongs to
/// the line, so that any encoding and any mix of line ends is told apart byte for byte. A last line
/// without `\n` differs from the same line with one.
///
/// Immutable; the arrays passed in are not copied and must not change.
public final class LineDiff {
  private static final int BINARY_PROBE_BYTES = 8000;

  private final boolean created;
  private final boolean deleted;
  private final RawText before;
  private final RawText after;
  private final List<Change> changes;

  private LineDiff(
      byte @Nullable [] before, byte @Nullable [] after, RawTextComparator comparator) {
    this.created = before == null && after != null;
    this.deleted = before != null && after == null;
    this.before = new RawText(before == null ? new byte[0] : before);
    this.after = new RawText(after == null ? new byte[0] : after);
    this.changes = Comparison.changes(this.before, this.after, comparator);
  }

  /// Compares two contents; null means that there is no such file, which an empty file is not.
  public static LineDiff of(byte @Nullable [] before, byte @Nullable [] after) {
    return of(before, after, RawTextComparator.DEFAULT);
  }

  /// The same with a comparator that a test can count by.
  static LineDiff of(
      byte @Nullable [] before, byte @Nullable [] after, RawTextComparator comparator) {
    return new LineDiff(before, after, comparator);
  }

  /// The changed regions in order; unchanged lines lie between any two of them.
  public List<Change> changes() {
    return changes;
  }

  /// How many lines are only in the newer content.
  public int added() {
    return changes.stream().mapToInt(Change::added).sum();
  }

  /// How many lines are only in the older content.
  public int removed() {
    return changes.stream().mapToInt(Change::removed).sum();
  }

  /// Whether nothing happened: no line differs, and the file neither appeared nor vanished.
  public boolean isEmpty() {
    return changes.isEmpty() && !created && !deleted;
  }

  /// Whether a side is binary by Git's rule, a NUL byte among the first 8000: not for showing.
  public boolean isBinary() {
    return hasNul(before.getRawContent()) || hasNul(after.getRawContent());
  }

  /// The changes with up to `context` unchanged lines on each side, joined where those would touch.
  public List<Hunk> hunks(int context) {
    if (context < 0) {
      throw new IllegalArgumentException("context of %d lines".formatted(context));
    }
    var hunks = new ArrayList<Hunk>();
    for (int first = 0; first < changes.size(); ) {
      var next = first + 1;
      while (next < changes.size() && gapBefore(next) <= 2L * context) {
        next++;
      }
      hunks.add(hunk(changes.subList(first, next), context));
      first = next;
    }
    return List.copyOf(hunks);
  }

  /// The older content with some of the hunks applied that [#hunks] gives for `context`.
  ///
  /// @param chosen says of each hunk, by its number from 0, whether it is
  public byte[] partly(int context, IntPredicate chosen) {
    var content = new ByteArrayOutputStream();
    var hunk = -1;
    var at = 0;
    for (int i = 0; i < changes.size(); i++) {
      if (i == 0 || gapBefore(i) > 2L * context) {
        hunk++;
      }
      var change = changes.get(i);
      copy(before, at, change.oldFrom(), content);
      if (chosen.test(hunk)) {
        copy(after, change.newFrom(), change.newTo(), content);
      } else {
        copy(before, change.oldFrom(), change.oldTo(), content);
      }
      at = change.oldTo();
    }
    copy(before, at, before.size(), content);
    return content.toByteArray();
  }

  private static void copy(RawText text, int from, int to, ByteArrayOutputStream content) {
    if (from < to) {
      var end = to == text.size() ? text.getRawContent().length : Anchors.start(text, to);
      var start = Anchors.start(text, from);
      content.write(text.getRawContent(), start, end - start);
    }
  }

  /// A patch that `git apply` turns the older content into the newer one with, byte for byte.
  ///
  /// A side that does not exist is named `/dev/null`; the mode of a created or deleted file is
  /// 100644. Empty if nothing happened. Patches may follow each other in one file.
  ///
  /// @param oldName with its prefix, for example `a/src/Main.java`
  /// @param newName with its prefix, for example `b/src/Main.java`
  public byte[] unified(String oldName, String newName, int context) {
    if (isEmpty()) {
      return new byte[0];
    }
    var patch = new UnifiedPatch();
    patch.header(oldName, newName, created, deleted, !changes.isEmpty());
    hunks(context).forEach(hunk -> patch.hunk(hunk, before, after));
    return patch.bytes();
  }

  /// A patch under a header that also tells modes and renames; never empty.
  public byte[] unified(PatchHeader header, int context) {
    var patch = new UnifiedPatch();
    patch.header(header, !changes.isEmpty());
    hunks(context).forEach(hunk -> patch.hunk(hunk, before, after));
    return patch.bytes();
  }

  /// The header alone, for what is not shown as lines.
  public static byte[] unified(PatchHeader header) {
    var patch = new UnifiedPatch();
    patch.header(header, false);
    return patch.bytes();
  }

  private int gapBefore(int change) {
    return changes.get(change).oldFrom() - changes.get(change - 1).oldTo();
  }

  private Hunk hunk(List<Change> group, int context) {
    var first = group.getFirst();
    var last = group.getLast();
    var lead = Math.min(context, first.oldFrom());
    var trail = Math.min(context, before.size() - last.oldTo());
    var lines = new ArrayList<Line>();
    var unchanged = first.oldFrom() - lead;
    for (var change : group) {
      addLines(lines, Line.Kind.CONTEXT, before, unchanged, change.oldFrom());
      addLines(lines, Line.Kind.REMOVED, before, change.oldFrom(), change.oldTo());
      addLines(lines, Line.Kind.ADDED, after, change.newFrom(), change.newTo());
      unchanged = change.oldTo();
    }
    addLines(lines, Line.Kind.CONTEXT, before, unchanged, unchanged + trail);
    var oldLines = last.oldTo() + trail - (first.oldFrom() - lead);
    var newLines = last.newTo() + trail - (first.newFrom() - lead);
    return new Hunk(
        start(first.oldFrom() - lead, oldLines),
        oldLines,
        start(first.newFrom() - lead, newLines),
        newLines,
        lines);
  }

  private static int start(int from, int lines) {
    return lines == 0 ? from : from + 1;
  }

  private static void addLines(List<Line> lines, Line.Kind kind, RawText text, int from, int to) {
    for (int i = from; i < to; i++) {
      var endsFile = i == text.size() - 1 && text.isMissingNewlineAtEnd();
      lines.add(new Line(kind, UTF_8.decode(text.getRawString(i)).toString(), endsFile));
    }
  }

  private static boolean hasNul(byte[] content) {
    for (int i = 0; i < Math.min(content.length, BINARY_PROBE_BYTES); i++) {
      if (content[i] == 0) {
        return true;
      }
    }
    return false;
  }
}
