package dev.clew.diff;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Which words differ between two passages.
///
/// A word is a run of letters, digits and underscores; of blanks; or any other single character.
public final class WordDiff {
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{N}_]+|[^\\S\\n]+|\\n|.", Pattern.DOTALL);

  private WordDiff() {}

  /// A piece of the passages.
  ///
  /// @param kind on which side it stands
  public record Piece(Line.Kind kind, String text) {}

  /// The pieces in order: what is on both sides, what was taken out, what came in its place.
  public static List<Piece> of(String before, String after) {
    var old = words(before);
    var now = words(after);
    var pieces = new ArrayList<Piece>();
    var at = 0;
    for (var change : LineDiff.of(lines(old), lines(now)).changes()) {
      add(pieces, Line.Kind.CONTEXT, old.subList(at, change.oldFrom()));
      add(pieces, Line.Kind.REMOVED, old.subList(change.oldFrom(), change.oldTo()));
      add(pieces, Line.Kind.ADDED, now.subList(change.newFrom(), change.newTo()));
      at = change.oldTo();
    }
    add(pieces, Line.Kind.CONTEXT, old.subList(at, old.size()));
    return List.copyOf(pieces);
  }

  private static void add(List<Piece> pieces, Line.Kind kind, List<String> words) {
    if (!words.isEmpty()) {
      pieces.add(new Piece(kind, String.join("", words)));
    }
  }

  private static List<String> words(String text) {
    return WORD.matcher(text).results().map(found -> found.group()).toList();
  }

  /// A word is compared as a line of its own; a line end is one that no word can be.
  private static byte[] lines(List<String> words) {
    var lines = new StringBuilder();
    for (var word : words) {
      lines.append(word.equals("\n") ? "\u0000" : word).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }
}
