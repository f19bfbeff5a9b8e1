package dev.clew.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Takes secrets out of text and out of JSON.
///
/// A secret becomes a placeholder that tells its rule, a keyed hash and its length. The same text
/// gives the same result on every machine and thread that has the same key, rules and known values.
/// What was redacted once is left alone: redacting again, at any level, changes no placeholder.
///
/// Immutable; any number of threads may use one instance.
public final class Redactor {
  static final String TIMEOUT = "timeout";
  private static final long STEPS = 4_000_000;
  private static final int STEPS_PER_CHARACTER = 256;
  private static final int PASSES = 4;
  private static final int NAME_REACH = 2048;
  private static final List<String> ID_ENDINGS = List.of("Id", "ID", "_id", "-id", "uuid", "Uuid");
  private static final String BETWEEN = "\": \"";

  private final Search.Scope scope;
  private final long steps;
  private final String version;

  private Redactor(RuleSet rules, RedactionLevel level, byte[] key, KnownValues known, long steps) {
    var loose = known.forms().stream().filter(form -> form.anchor().isEmpty()).toList();
    scope =
        new Search.Scope(
            new Words(rules.rules(), known), rules, level, loose, new Placeholder(key));
    this.steps = steps;
    version = "r1-" + rules.hash() + "-" + level.wireName();
  }

  /// A redactor with the usual limit of work per text.
  ///
  /// @param key the 32-byte HMAC key of the store
  /// @param known values that are secret whatever they look like
  public static Redactor of(RedactionLevel level, byte[] key, KnownValues known) {
    return of(level, key, known, STEPS);
  }

  /// A redactor that gives up on a text after so much work.
  ///
  /// @param steps how many characters the expressions may read for one text, beside 256 for each of
  ///   its characters; a text that needs more is removed as a whole and counted as `timeout`. 4
  ///   million are about 50 ms.
  public static Redactor of(RedactionLevel level, byte[] key, KnownValues known, long steps) {
    return new Redactor(RuleSet.load(level), level, key, known, steps);
  }

  /// A redactor that knows no rules: it finds these values, and what looks like a private key.
  public static Redactor ofValues(byte[] key, KnownValues known) {
    return new Redactor(RuleSet.none(), RedactionLevel.STANDARD, key, known, STEPS);
  }

  /// Names the rules and the level: `r1-<8 hex digits>-<level>`.
  public String version() {
    return version;
  }

  /// Redacts decoded text of any kind.
  public RedactedText text(String text) {
    var counts = new TreeMap<String, Integer>();
    return new RedactedText(text(text, counts), counts);
  }

  /// Redacts the value of a named field, where the name may be what makes it a secret.
  ///
  /// The name of an id (`apiCallId`) never is; a vendor's token in such a field is found as
  /// anywhere.
  public RedactedText field(String name, String value) {
    var counts = new TreeMap<String, Integer>();
    return new RedactedText(field(name, value, counts), counts);
  }

  /// Redacts every string value and field name of one JSON value.
  ///
  /// Strings that change are encoded again; every other byte stays as it is.
  ///
  /// @param json one valid JSON value in strict UTF-8
  /// @throws tools.jackson.core.JacksonException if it is not, and something in it looked secret
  public RedactedJson json(byte[] json) {
    var counts = new TreeMap<String, Integer>();
    boolean everything = scope.level() != RedactionLevel.STANDARD || !scope.loose().isEmpty();
    var scan =
        new RawScan(
            scope.words(),
            everything,
            new RawScan.Fields() {
              @Override
              public String text(String text) {
                return Redactor.this.text(text, counts);
              }

              @Override
              public String field(String name, String value) {
                return Redactor.this.field(name, value, counts);
              }
            });
    if (!scan.found(json)) {
      return new RedactedJson(json, Map.of());
    }
    return new RedactedJson(JsonStrings.rewriteAt(json, scan), counts);
  }

  /// Redacts a line that is not valid JSON, or not valid UTF-8, as text.
  ///
  /// Invalid bytes become U+FFFD; no other encoding is guessed.
  public RedactedText malformed(byte[] bytes) {
    return text(new String(bytes, StandardCharsets.UTF_8));
  }

  private String text(String text, Map<String, Integer> counts) {
    return redact(text, counts, this::search);
  }

  private String field(String name, String value, Map<String, Integer> counts) {
    return redact(value, counts, (now, budget) -> search(name, now, budget));
  }

  private String redact(String text, Map<String, Integer> counts, Finder finder) {
    var now = text;
    try {
      // What stood beside a secret can match once the placeholder stands there: until nothing does.
      for (int pass = 0; pass < PASSES; pass++) {
        var findings = finder.find(now, budget(now));
        if (findings.isEmpty()) {
          break;
        }
        now = scope.placeholder().write(now, findings, counts);
      }
      return now;
    } catch (Subject.Exhausted | StackOverflowError _) {
      // Expressions recurse on repeated groups; a text that exhausts the stack is as hostile.
      counts.merge(TIMEOUT, 1, Integer::sum);
      return scope.placeholder().of(TIMEOUT, text);
    }
  }

  private List<Finding> search(String text, Subject.Budget budget) {
    return new Search(scope, text, budget, false).run();
  }

  /// The findings in `value` alone, and those in `"name": "value"` that lie within the value.
  private List<Finding> search(String name, String value, Subject.Budget budget) {
    if (namesAnId(name)) {
      return search(value, budget);
    }
    var all = new ArrayList<>(search(value, budget));
    var head = '"' + name + BETWEEN;
    var near = value.length() > NAME_REACH ? value.substring(0, NAME_REACH) : value;
    for (var finding : search(head + near + '"', budget)) {
      var moved = finding.moved(-head.length());
      if (moved.from() >= 0 && moved.to() <= near.length()) {
        all.add(moved);
      }
    }
    return Finding.joined(all, value);
  }

  /// Names such as `apiCallId`: agents join their records by such values, random as they look.
  private static boolean namesAnId(String name) {
    return name.equals("id") || ID_ENDINGS.stream().anyMatch(name::endsWith);
  }

  private Subject.Budget budget(String text) {
    return new Subject.Budget(steps + (long) STEPS_PER_CHARACTER * text.length());
  }

  private interface Finder {
    List<Finding> find(String text, Subject.Budget budget);
  }
}
