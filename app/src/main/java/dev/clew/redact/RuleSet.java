package dev.clew.redact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// The rules of the resources `rules.tsv` and `own.tsv`, and the lists that belong to them.
///
/// One line each, columns separated by tabs; the first column says what the line is: `mask` (a set
/// of ASCII characters as 32 hex digits), `stop` (a word that no generic key contains), `context`,
/// `line` (with literals that it cannot do without), `allow` (expressions that acquit), `rule`,
/// `strict` (a rule of that level). The first is written by `app/src/rules/import_rules.py`.
final class RuleSet {
  private static final List<String> RESOURCES = List.of("rules.tsv", "own.tsv");
  private static final String NOSEY_PARKER = "np.";
  private static final int LINE_REACH = 500;
  static final String GENERIC = "generic-api-key";

  private final List<Rule> rules;
  private final Lazy<Automaton> stopWords;
  private final Lazy<Pattern> context;
  private final Lazy<Pattern> line;
  private final List<String> lineStarts;
  private final Lazy<Pattern> allow;
  private final String hash;

  private RuleSet(byte[] resource, boolean strict) {
    var masks = new ArrayList<long[]>();
    var stops = new ArrayList<String>();
    var found = new ArrayList<Rule>();
    var expressions = new String[3];
    var starts = List.<String>of();
    for (var text : new String(resource, StandardCharsets.UTF_8).split("\n", -1)) {
      var columns = text.split("\t", -1);
      switch (columns[0]) {
        case "mask" -> masks.add(mask(columns[1]));
        case "stop" -> stops.add(columns[1]);
        case "context" -> expressions[0] = columns[1];
        case "line" -> {
          expressions[1] = columns[1];
          starts = List.of(columns[2].split("\\|", -1));
        }
        case "allow" -> expressions[2] = columns[1];
        case "rule" -> found.add(new Rule(columns, masks));
        case "strict" -> {
          if (strict) {
            found.add(new Rule(columns, masks));
          }
        }
        default -> {
          if (!text.isEmpty() && !text.startsWith("#")) {
            throw new IllegalArgumentException("rules.tsv: unknown line " + columns[0]);
          }
        }
      }
    }
    rules = List.copyOf(found);
    lineStarts = starts;
    stopWords = new Lazy<>(() -> new Automaton(stops));
    context = new Lazy<>(() -> Pattern.compile(expressions[0]));
    line = new Lazy<>(() -> Pattern.compile(expressions[1]));
    allow = new Lazy<>(() -> Pattern.compile(expressions[2]));
    hash = sha256(resource);
  }

  static RuleSet load(RedactionLevel level) {
    var all = new ByteArrayOutputStream();
    for (var name : RESOURCES) {
      try (var in = RuleSet.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("the jar has no " + name);
        }
        all.writeBytes(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new RuleSet(all.toByteArray(), level.includes(RedactionLevel.STRICT));
  }

  /// No rules at all.
  static RuleSet none() {
    return new RuleSet(new byte[0], false);
  }

  List<Rule> rules() {
    return rules;
  }

  /// The first 8 hex digits of the SHA-256 of the resources.
  String hash() {
    return hash;
  }

  /// Whether the match `start` to `end` with its secret at `from` to `to` is one.
  boolean accepts(Rule rule, String text, int start, int end, int from, int to, Subject.Budget b) {
    var secret = text.substring(from, to);
    if (!rule.accepts(secret, b)) {
      return false;
    }
    if (rule.id.startsWith(NOSEY_PARKER)) {
      return true;
    }
    if (allow.get().matcher(new Subject(secret, b)).find()) {
      return false;
    }
    return !rule.id.equals(GENERIC) || isKey(text, start, end, secret, b);
  }

  /// The filter of Betterleaks' generic rule, without its test for token efficiency.
  private boolean isKey(String text, int start, int end, String secret, Subject.Budget budget) {
    if (hasStopWord(secret)) {
      return false;
    }
    int before = start;
    while (before > 0 && start - before < 50 && isNamePart(text.charAt(before - 1))) {
      before--;
    }
    if (context.get().matcher(new Subject(text.substring(before, end), budget)).find()) {
      return false;
    }
    var around = lineAround(text, start, end);
    return lineStarts.stream().noneMatch(around::contains)
        || !line.get().matcher(new Subject(around, budget)).find();
  }

  /// What stands on the line of the match, not further than the filter needs.
  private static String lineAround(String text, int start, int end) {
    int from = start;
    while (from > 0 && start - from < LINE_REACH && text.charAt(from - 1) != '\n') {
      from--;
    }
    int to = end;
    while (to < text.length() && to - end < LINE_REACH && text.charAt(to) != '\n') {
      to++;
    }
    return text.substring(from, to);
  }

  boolean hasStopWord(String secret) {
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    var seen = new boolean[1];
    stopWords.get().scan(bytes, 0, bytes.length, (word, end) -> seen[0] = true);
    return seen[0];
  }

  private static boolean isNamePart(char c) {
    return c == '.' || c == '-' || (c < 128 && Assignment.isWord((byte) c));
  }

  static long[] mask(String hex) {
    return new long[] {
      Long.parseUnsignedLong(hex, 16, 32, 16), Long.parseUnsignedLong(hex, 0, 16, 16)
    };
  }

  private static String sha256(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
