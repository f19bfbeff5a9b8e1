package dev.clew.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Golden;
import dev.clew.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.JacksonException;

/// Recall and false alarms on public corpora and on real transcripts, where those are present.
class RedactionQualityTest {
  private static final String SUFFIX = "-cases.jsonl";
  private static final RuleSet RULES = RuleSet.load(RedactionLevel.STANDARD);
  private static final Words WORDS = new Words(RULES.rules(), KnownValues.none());
  private static final Map<String, Double> LEAST =
      Map.of("gitleaks", 0.98, "noseyparker", 0.99, "detect-secrets", 0.42);

  @TestFactory
  Stream<DynamicTest> standard_finds_what_it_is_known_to_find() {
    return corpora()
        .map(file ->
            DynamicTest.dynamicTest(
                source(file),
                () -> {
                  var redactor = redactor(RedactionLevel.STANDARD);
                  var cases = cases(file).stream().filter(Case::positive).toList();
                  double recall = (double) hits(redactor, cases) / cases.size();
                  assertThat(recall).isGreaterThanOrEqualTo(LEAST.get(source(file)));
                }));
  }

  @TestFactory
  Stream<DynamicTest> anchors_lose_nothing_that_the_expressions_find() {
    return corpora()
        .map(file ->
            DynamicTest.dynamicTest(
                source(file),
                () -> {
                  for (var one : cases(file)) {
                    assertThat(missed(one.text)).as(one.text).isEmpty();
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> raw_json_loses_nothing_that_decoded_text_shows() {
    return corpora()
        .map(file ->
            DynamicTest.dynamicTest(
                source(file),
                () -> {
                  var redactor = redactor(RedactionLevel.STANDARD);
                  for (var one : cases(file)) {
                    for (var text : List.of(one.text, quoted(one.text), quoted(quoted(one.text)))) {
                      var json = ("{\"content\":" + quoted(text) + "}").getBytes(UTF_8);
                      assertThat(redactor.json(json).counts())
                          .as(text)
                          .isEqualTo(redactor.field("content", text).counts());
                    }
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> what_was_redacted_once_stays() {
    return corpora()
        .map(file ->
            DynamicTest.dynamicTest(
                source(file),
                () -> {
                  for (var level : RedactionLevel.values()) {
                    var redactor = redactor(level);
                    for (var one : cases(file)) {
                      var once = redactor.text(one.text).text();
                      assertThat(redactor.text(once).text()).isEqualTo(once);
                    }
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> the_published_figures_are_those_of_this_code() {
    if (corpora().findAny().isEmpty()) {
      return Stream.of();
    }
    return Stream.of(
        DynamicTest.dynamicTest(
            "redact-quality.md",
            () -> Golden.check("../../../../bench/results/redact-quality.md", report())));
  }

  private static String report() throws IOException {
    var out = new StringBuilder();
    out.append("# What the redactor finds\n\n");
    out.append("Written by `./dev golden` from `RedactionQualityTest`; ");
    out.append("`./dev test RedactionQualityTest` compares.\n\n");
    out.append("Positive: cases of the corpus with a secret, found / all. Negative: cases that\n");
    out.append("are not a secret *of that vendor*, found / all; most look like another one's.\n\n");
    out.append("| corpus | level | positive | negative |\n| --- | --- | --- | --- |\n");
    for (var file : corpora().toList()) {
      for (var level : RedactionLevel.values()) {
        var redactor = redactor(level);
        var positive = cases(file).stream().filter(Case::positive).toList();
        var negative = cases(file).stream().filter(Predicate.not(Case::positive)).toList();
        int found = hits(redactor, positive);
        out.append(
            "| %s | %s | %d / %d (%.1f %%) | %d / %d |\n"
                .formatted(
                    source(file),
                    level.wireName(),
                    found,
                    positive.size(),
                    100.0 * found / positive.size(),
                    hits(redactor, negative),
                    negative.size()));
      }
    }
    out.append("\nReal transcripts of one agent. Plain search with every expression ");
    out.append(
        "agrees with\nthe anchored one on them (checked by hand: one line in 25, strings up to 20,000 characters).\n\n");
    out.append("| level | findings | per MB | by rule |\n| --- | --- | --- | --- |\n");
    for (var level : RedactionLevel.values()) {
      out.append(transcripts(level));
    }
    return out.toString();
  }

  private static String transcripts(RedactionLevel level) throws IOException {
    var redactor = redactor(level);
    var counts = new java.util.TreeMap<String, Integer>();
    long bytes = 0;
    for (var file : Samples.files("claude", ".jsonl")) {
      for (var line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        var json = line.getBytes(StandardCharsets.ISO_8859_1);
        bytes += json.length;
        counts(redactor, json).forEach((rule, n) -> counts.merge(rule, n, Integer::sum));
      }
    }
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return "| %s | %d | %.2f | %s |\n"
        .formatted(level.wireName(), all, all / (bytes / 1e6), counts);
  }

  private static Map<String, Integer> counts(Redactor redactor, byte[] json) {
    try {
      return redactor.json(json).counts();
    } catch (JacksonException _) {
      return redactor.malformed(json).counts();
    }
  }

  /// What a plain search with every expression finds and the anchored one does not.
  private static List<String> missed(String text) {
    var level = RedactionLevel.STANDARD;
    var rules = RULES;
    var scope = new Search.Scope(WORDS, rules, level, List.of(), new Placeholder(new byte[32]));
    var budget = new Subject.Budget(Long.MAX_VALUE);
    var found = new Search(scope, text, budget, false).run();
    var lower = text.toLowerCase(Locale.ROOT);
    var missed = new ArrayList<String>();
    for (var rule : rules.rules()) {
      boolean asked = rule.needs.isEmpty() || rule.needs.stream().anyMatch(lower::contains);
      boolean anchored = rule.anchors.stream().anyMatch(lower::contains);
      if (!asked || (rule.mode == Rule.Mode.TEXT && !anchored)) {
        continue;
      }
      var matcher = rule.pattern().matcher(text);
      while (matcher.find()) {
        for (int group : Search.groups(rule, matcher)) {
          int from = matcher.start(group);
          int to = matcher.end(group);
          if (rules.accepts(rule, text, matcher.start(), matcher.end(), from, to, budget)
              && found.stream().noneMatch(f -> f.from() <= from && f.to() >= to)) {
            missed.add(rule.id);
          }
        }
      }
    }
    return missed;
  }

  private static String quoted(String text) {
    return new String(JsonStrings.encode(text), UTF_8);
  }

  private static int hits(Redactor redactor, List<Case> cases) {
    return (int) cases.stream().filter(c -> !redactor.text(c.text).counts().isEmpty()).count();
  }

  private static Redactor redactor(RedactionLevel level) {
    return Redactor.of(level, new byte[32], KnownValues.none());
  }

  private static Stream<Path> corpora() {
    return Samples.files("secrets", SUFFIX).stream();
  }

  private static String source(Path file) {
    return file.getFileName().toString().replace(SUFFIX, "");
  }

  private record Case(boolean positive, String text) {}

  private static List<Case> cases(Path file) throws IOException {
    var cases = new ArrayList<Case>();
    for (var line : Files.readAllLines(file)) {
      var fields = new HashMap<String, String>();
      JsonStrings.rewrite(
          line.getBytes(StandardCharsets.UTF_8),
          (name, value) -> {
            fields.put(name, value);
            return value;
          });
      cases.add(new Case("pos".equals(fields.get("kind")), fields.getOrDefault("text", "")));
    }
    return cases;
  }
}
