package dev.clew.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One word or phrase of a query: characters as they are compared, with one space for any white
/// space.
///
/// Found by Knuth, Morris and Pratt's method: however the part and the text are made, the text is
/// read once.
final class Part {
  /// No more places in one text are told.
  private static final int MOST_MATCHES = 64;

  private final int[] letters;
  private final int[] fallbacks;
  private final boolean prefix;

  private Part(int[] letters, boolean prefix) {
    this.letters = letters;
    this.prefix = prefix;
    fallbacks = new int[letters.length];
    for (int i = 1, k = 0; i < letters.length; i++) {
      k = advance(k, letters[i]);
      fallbacks[i] = k;
    }
  }

  /// The part that is typed as `text`; empty when nothing of it can be compared.
  static Optional<Part> of(String text, boolean prefix) {
    var folded =
        text.strip()
            .replaceAll("(?U)\\s+", " ")
            .codePoints()
            .filter(c -> Letters.kind(c) != Letters.Kind.MARK)
            .map(Part::comparable)
            .toArray();
    return folded.length == 0 ? Optional.empty() : Optional.of(new Part(folded, prefix));
  }

  private static int comparable(int c) {
    return Letters.kind(c) == Letters.Kind.SPACE ? ' ' : Letters.fold(c);
  }

  /// The terms of the texts that this part can be found in.
  List<TextQuery.Lookup> lookups() {
    var text = new String(letters, 0, letters.length);
    var terms = List.copyOf(Terms.of(text));
    var lookups = new ArrayList<TextQuery.Lookup>();
    var lastKind = Letters.kind(letters[letters.length - 1]);
    for (var i = 0; i < terms.size(); i++) {
      var term = terms.get(i);
      var unspaced = Letters.kind(term.codePointAt(0)) == Letters.Kind.UNSPACED;
      var alone = unspaced && term.codePointCount(0, term.length()) == 1;
      if (alone && i > 0 && terms.get(i - 1).endsWith(term)) {
        continue; // the end of a run here need not be the end of one there: its pairs will do
      }
      var goesOn = prefix && i == terms.size() - 1 && lastKind == Letters.Kind.WORD;
      lookups.add(new TextQuery.Lookup(term, goesOn || alone));
    }
    return lookups;
  }

  private int advance(int matched, int letter) {
    var k = matched;
    while (k > 0 && (k == letters.length || letters[k] != letter)) {
      k = fallbacks[k - 1];
    }
    return letters[k] == letter ? k + 1 : 0;
  }

  /// Adds where this part stands in `text`, as part number `number`.
  void find(String text, int number, List<Match> into) {
    var starts = new int[letters.length]; // of the latest characters, in turn
    var most = into.size() + MOST_MATCHES;
    var read = 0;
    var matched = 0;
    var space = false;
    for (var i = 0; i < text.length() && into.size() < most; ) {
      if (matched == 0) {
        i = skip(text, i); // no space is the first character of a part: nothing is missed
        if (i == text.length()) {
          return;
        }
        space = false;
      }
      var c = text.codePointAt(i);
      var next = i + Character.charCount(c);
      var kind = Letters.kind(c);
      if (kind != Letters.Kind.MARK && !(space && kind == Letters.Kind.SPACE)) {
        starts[read++ % letters.length] = i;
        matched = advance(matched, comparable(c));
        if (matched == letters.length) {
          var start = starts[read % letters.length];
          var end = afterMarks(text, next);
          if (isWhole(text, start, end)) {
            into.add(new Match(number, start, end));
            matched = 0; // the next one begins after this one
          }
        }
      }
      space = kind == Letters.Kind.SPACE || (kind == Letters.Kind.MARK && space);
      i = next;
    }
  }

  /// The first place from `from` on where this part can begin, passing over ASCII only.
  private int skip(String text, int from) {
    var first = letters[0];
    var i = from;
    while (i < text.length()) {
      var c = text.charAt(i);
      if (c >= 0x80 || Letters.fold(c) == first) {
        return i;
      }
      i++;
    }
    return i;
  }

  private static int afterMarks(String text, int from) {
    var end = from;
    while (end < text.length() && Letters.kind(text.charAt(end)) == Letters.Kind.MARK) {
      end++;
    }
    return end;
  }

  /// Whether no word goes on at the ends.
  private boolean isWhole(String text, int start, int end) {
    var before = start;
    while (before > 0 && Letters.kind(text.charAt(before - 1)) == Letters.Kind.MARK) {
      before--;
    }
    return !(before > 0 && isWord(letters[0]) && isWord(Character.codePointBefore(text, before)))
        && !(!prefix
            && end < text.length()
            && isWord(letters[letters.length - 1])
            && isWord(text.codePointAt(end)));
  }

  private static boolean isWord(int c) {
    return Letters.kind(c) == Letters.Kind.WORD;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Part part
        && prefix == part.prefix
        && Arrays.equals(letters, part.letters);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(letters), prefix);
  }
}
