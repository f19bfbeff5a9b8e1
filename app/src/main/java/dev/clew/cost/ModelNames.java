package dev.clew.cost;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How the ids that agents write lead to the names in a price file.
///
/// One model has many ids: with a date, in a gateway's or cloud's spelling, with dots or dashes.
/// The rules are lines in `names.tsv`; `docs/guide/prices.md` explains them.
final class ModelNames {
  private final List<Prefix> prefixes = new ArrayList<>();
  private final List<Pattern> suffixes = new ArrayList<>();
  private final Set<String> local = new HashSet<>();
  private final Set<String> neutralGeo = new HashSet<>();

  private record Prefix(Pattern pattern, boolean regional) {}

  /// What an id may be called in a price file.
  ///
  /// @param names the most specific first
  /// @param bedrock the id names a Bedrock endpoint, which prices places its own way
  /// @param regional that endpoint is bound to a region
  record Candidates(List<String> names, boolean bedrock, boolean regional) {}

  /// Reads the rules; [IllegalStateException] names a line that is none, since they are ours.
  static ModelNames parse(String text) {
    var names = new ModelNames();
    var number = 0;
    for (var line : text.split("\n", -1)) {
      number++;
      if (!line.isEmpty() && !line.startsWith("#")) {
        names.add(line.split("\t", -1), number);
      }
    }
    return names;
  }

  /// The spelling in which names are compared.
  static String normalise(String model) {
    var chars = lower(model).toCharArray();
    for (int i = 1; i + 1 < chars.length; i++) {
      if (chars[i] == '.' && isDigit(chars[i - 1]) && isDigit(chars[i + 1])) {
        chars[i] = '-';
      }
    }
    return new String(chars);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  Candidates candidates(String model) {
    var found = new ArrayList<String>();
    var name = normalise(model);
    found.add(name);
    var bedrock = false;
    var regional = false;
    for (var prefix : prefixes) {
      var start = prefix.pattern.matcher(name);
      if (start.lookingAt()) {
        bedrock |= start.group().endsWith("anthropic.");
        regional |= prefix.regional;
        name = name.substring(start.end());
        found.add(name);
      }
    }
    for (var suffix : suffixes) {
      var end = suffix.matcher(name);
      if (end.find()) {
        name = name.substring(0, end.start());
        found.add(name);
      }
    }
    return new Candidates(found, bedrock, regional);
  }

  /// Whether the provider runs the model on the user's own machine, where tokens cost nothing.
  boolean isLocal(String provider) {
    return local.contains(lower(provider));
  }

  /// Whether a call made in this place costs what it costs anywhere.
  boolean isNeutralGeo(String geo) {
    return geo.isEmpty() || neutralGeo.contains(geo);
  }

  private void add(String[] cells, int number) {
    switch (cells[0]) {
      case "prefix" ->
          prefixes.add(new Prefix(Pattern.compile(cells[1]), List.of(cells).contains("regional")));
      case "suffix" -> suffixes.add(Pattern.compile("(?:" + cells[1] + ")$"));
      case "local" -> local.add(cells[1]);
      case "geo" -> neutralGeo.add(cells[1]);
      default ->
          throw new IllegalStateException(
              "names.tsv: line %d: expected prefix, suffix, local or geo, found %s"
                  .formatted(number, cells[0]));
    }
  }
}
