package dev.clew.index;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What records say of a session as a whole: for each kind of fact the one that counts, with the
/// rank of its record, so that merging more records in any order gives the same.
final class Facts {
  /// A kind of fact, and which record's word counts.
  enum Kind {
    VERSION(true),
    FIRST_CWD(false),
    LAST_CWD(true),
    BRANCH(true),
    USER(true),
    TITLE_BY_USER(true),
    TITLE_BY_AGENT(true),
    FIRST_PROMPT(false),
    SUMMARY(true),
    SUBAGENT_TYPE(false),
    ORIGIN(false);

    private final boolean latest;

    Kind(boolean latest) {
      this.latest = latest;
    }
  }

  private record Ranked(Rank rank, String value) {}

  private final Map<Kind, Ranked> facts = new EnumMap<>(Kind.class);

  /// Takes what is told, on one line; whether anything changed.
  boolean merge(Kind kind, @Nullable String told, Rank rank) {
    if (told == null || told.isEmpty()) {
      return false;
    }
    var value = told.replace('\n', ' '); // as it will be read back from text()
    var present = facts.get(kind);
    if (present != null) {
      var order = rank.compareTo(present.rank);
      // The same record may tell a fact twice; the greater value stands in for "the last word".
      if (kind.latest ? order < 0 : order > 0) {
        return false;
      }
      if (order == 0 && value.compareTo(present.value) <= 0) {
        return false;
      }
    }
    facts.put(kind, new Ranked(rank, value));
    return true;
  }

  @Nullable String get(Kind kind) {
    var present = facts.get(kind);
    return present == null ? null : present.value;
  }

  /// The best title there is.
  @Nullable String title() {
    for (var kind :
        new Kind[] {Kind.TITLE_BY_USER, Kind.TITLE_BY_AGENT, Kind.FIRST_PROMPT, Kind.SUMMARY}) {
      var title = get(kind);
      if (title != null) {
        return title;
      }
    }
    return null;
  }

  /// One line per fact: kind, rank and value, separated by tabs.
  String text() {
    var text = new StringBuilder();
    facts.forEach((kind, ranked) ->
        text.append(kind)
            .append('\t')
            .append(ranked.rank.text())
            .append('\t')
            .append(ranked.value)
            .append('\n'));
    return text.toString();
  }

  static Facts parse(String text) {
    var facts = new Facts();
    for (var line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        var parts = line.split("\t", 3);
        facts.facts.put(Kind.valueOf(parts[0]), new Ranked(Rank.parse(parts[1]), parts[2]));
      }
    }
    return facts;
  }
}
