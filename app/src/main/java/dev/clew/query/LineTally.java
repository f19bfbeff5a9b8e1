package dev.clew.query;

import dev.clew.event.OriginClass;
import dev.clew.index.CauseRow;
import dev.clew.index.StepAuthor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Counts lines by where they come from.
final class LineTally {
  /// What lines can be counted by.
  static final List<String> FACETS = List.of("class", "agent", "model", "author", "path");

  /// What they are counted by where nothing is said.
  static final List<String> USUAL = List.of("class", "agent", "model");

  private final List<String> facets;
  private final Sum all = new Sum();
  private final Map<String, Map<String, Sum>> sums = new HashMap<>();

  LineTally(List<String> facets) {
    this.facets = facets;
    facets.forEach(facet -> sums.put(facet, new HashMap<>()));
  }

  private static final class Sum {
    long lines;
    long survived;
    final Set<String> files = new HashSet<>();

    void add(String path, boolean survives) {
      lines++;
      survived += survives ? 1 : 0;
      files.add(path);
    }
  }

  /// Whether authors are wanted, for which Git has to be asked.
  boolean wantsAuthors() {
    return facets.contains("author");
  }

  /// Counts a line.
  ///
  /// @param author the author of the commit that has it; absent where it is in none
  void add(
      String path,
      CauseRow cause,
      @Nullable StepAuthor step,
      @Nullable String author,
      boolean survives) {
    all.add(path, survives);
    for (var facet : facets) {
      var key =
          switch (facet) {
            case "class" -> cause.origin().wire();
            case "agent" ->
                cause.origin() != OriginClass.AGENT ? null : step == null ? "" : step.agent();
            case "model" ->
                cause.origin() != OriginClass.AGENT
                    ? null
                    : step == null || step.model() == null ? "" : step.model();
            case "author" -> author == null ? "" : author;
            default -> path;
          };
      if (key != null) {
        sums.getOrDefault(facet, new HashMap<>())
            .computeIfAbsent(key, _ -> new Sum())
            .add(path, survives);
      }
    }
  }

  /// All, then each facet's keys, the most lines first.
  List<LineStats> rows(int keys) {
    var rows = new ArrayList<LineStats>();
    rows.add(row("all", "", all));
    for (var facet : facets) {
      sums.getOrDefault(facet, Map.of()).entrySet().stream()
          .map(entry -> row(facet, entry.getKey(), entry.getValue()))
          .sorted(
              Comparator.comparingLong(LineStats::lines).reversed().thenComparing(LineStats::key))
          .limit(keys)
          .forEach(rows::add);
    }
    return rows;
  }

  private static LineStats row(String by, String key, Sum sum) {
    return new LineStats(by, key, sum.lines, sum.survived, sum.files.size());
  }
}
