package dev.clew.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What somebody looks for in texts.
///
/// Words are separated by white space, and a text must have all of them, in any case and order. A
/// word is found as it is typed, with its punctuation, where no letter or digit goes on before or
/// after it: `FileIntake.java`, `foo_bar`, `--no-verify`, `src/main`. `"Several words"` are found
/// one after the other. `*` after a word or phrase lets it go on. There is no other syntax:
/// whatever is typed is looked for.
public final class TextQuery {
  /// The index is asked for so many terms at most, the longest; the text itself for all.
  private static final int MOST_TERMS = 24;

  private final List<Part> parts;

  private TextQuery(List<Part> parts) {
    this.parts = parts;
  }

  /// A term that a text which is found has.
  ///
  /// @param prefix whether a term that begins so will do
  public record Lookup(String term, boolean prefix) implements Comparable<Lookup> {
    @Override
    public int compareTo(Lookup other) {
      return Comparator.comparingInt((Lookup each) -> -each.term.length())
          .thenComparing(Lookup::term)
          .thenComparing(Lookup::prefix)
          .compare(this, other);
    }
  }

  /// Reads what was typed; empty when it has no letter, digit or emoji to look up.
  public static Optional<TextQuery> parse(String typed) {
    var query = new TextQuery(new Typed(typed).parts());
    return query.lookups().isEmpty() ? Optional.empty() : Optional.of(query);
  }

  /// The terms that every text has which [#find] finds; at least one.
  public List<Lookup> lookups() {
    var lookups = new TreeSet<Lookup>();
    for (var part : parts) {
      lookups.addAll(part.lookups());
    }
    return lookups.stream().limit(MOST_TERMS).toList();
  }

  /// Where the parts of the query stand in `text`, by place; empty when one of them is missing.
  public List<Match> find(String text) {
    var found = new ArrayList<Match>();
    for (var i = 0; i < parts.size(); i++) {
      var before = found.size();
      parts.get(i).find(text, i, found);
      if (found.size() == before) {
        return List.of();
      }
    }
    found.sort(Comparator.comparingInt(Match::start).thenComparingInt(Match::end));
    return found;
  }
}
