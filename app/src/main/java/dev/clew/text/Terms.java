package dev.clew.text;

import java.util.LinkedHashSet;
import java.util.Set;

/// Cuts a text into the terms by which an index finds it.
///
/// A term is a word: letters and digits that stand together, in lower case, Latin letters without
/// accents, cut to [#LONGEST] characters. Everything else divides words, `_`, `-`, `.` and `/` too:
/// a path is found by each of its parts. Of a script without spaces every two neighbours are a
/// term, and the last letter of each run. An emoji is a term.
public final class Terms {
  /// No term is longer, in UTF-16 code units; what a longer word goes on with is not looked up.
  static final int LONGEST = 40;

  private final Set<String> terms = new LinkedHashSet<>();
  private final StringBuilder word = new StringBuilder();
  private int unspaced = -1;

  private Terms() {}

  /// The terms of `text`, each once, in order.
  public static Set<String> of(CharSequence text) {
    var cutter = new Terms();
    for (var i = 0; i < text.length(); ) {
      var c = Character.codePointAt(text, i);
      cutter.take(c);
      i += Character.charCount(c);
    }
    cutter.endWord();
    cutter.endRun();
    return cutter.terms;
  }

  private void take(int c) {
    switch (Letters.kind(c)) {
      case MARK -> {}
      case WORD -> {
        endRun();
        if (word.length() < LONGEST) {
          word.appendCodePoint(Letters.fold(c));
        }
      }
      case UNSPACED -> {
        endWord();
        var letter = Letters.fold(c);
        if (unspaced >= 0) {
          terms.add(Character.toString(unspaced) + Character.toString(letter));
        }
        unspaced = letter;
      }
      case EMOJI -> {
        endWord();
        endRun();
        terms.add(Character.toString(c));
      }
      case SPACE, OTHER -> {
        endWord();
        endRun();
      }
    }
  }

  private void endWord() {
    if (!word.isEmpty()) {
      terms.add(word.toString());
      word.setLength(0);
    }
  }

  private void endRun() {
    if (unspaced >= 0) {
      terms.add(Character.toString(unspaced));
      unspaced = -1;
    }
  }
}
