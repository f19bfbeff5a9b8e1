package dev.clew.redact;

import java.util.List;
import java.util.regex.Pattern;

/// One rule of the resource `rules.tsv`.
///
/// Compiled on first use: most of the expressions are never needed. Two threads may compile the
/// same one; the results are equal.
final class Rule {
  /// Where the expression is tried.
  enum Mode {
    /// Around each anchor.
    AT,
    /// Around each anchor that a name, an operator and a value can follow.
    ASSIGN,
    /// Around each anchor that the rest of a word and an equals sign follow.
    EQUALS,
    /// Once over the whole text, if one of the anchors occurs in it.
    TEXT
  }

  private static final int ALL = 128;

  final String id;
  final Mode mode;
  final List<String> anchors;

  /// How far before its anchor a match can start: `least` to `most` characters.
  final int least;

  final int most;
  final int[] groups;
  final double entropy;
  final List<String> needs;

  private final boolean generic;
  private final long[] follow;
  private final boolean afterBoundary;
  private final int runLength;
  private final int runWithin;
  private final long[] runOf;
  private final boolean denies;
  private final boolean requires;
  private final String near;
  private final Lazy<Pattern> deny;
  private final Lazy<Pattern> need;
  private final Lazy<Pattern> pattern;

  /// @param columns one `rule` line, split at tabs
  /// @param masks ASCII sets that the line refers to by number, two words each
  Rule(String[] columns, List<long[]> masks) {
    id = columns[1];
    generic = id.equals(RuleSet.GENERIC);
    mode =
        switch (columns[2]) {
          case "at" -> Mode.AT;
          case "assign" -> Mode.ASSIGN;
          case "equals" -> Mode.EQUALS;
          case "text" -> Mode.TEXT;
          default -> throw new IllegalArgumentException("rules.tsv: mode " + columns[2]);
        };
    anchors = List.of(columns[3].split("\\|", -1));
    least = numbers(columns[4], " ")[0];
    most = numbers(columns[4], " ")[1];
    groups = numbers(columns[5], ",");
    entropy = Double.parseDouble(columns[6]);
    needs = columns[7].isEmpty() ? List.of() : List.of(columns[7].split("\\|", -1));
    follow = follow(columns[8], masks);
    afterBoundary = columns[9].equals("1");
    runLength = numbers(columns[10], " ")[0];
    runWithin = numbers(columns[10], " ")[1];
    runOf = runLength == 0 ? new long[2] : masks.get(numbers(columns[10], " ")[2]);
    denies = !columns[11].isEmpty();
    requires = !columns[12].isEmpty();
    near = columns[13];
    deny = new Lazy<>(() -> Pattern.compile(columns[11]));
    need = new Lazy<>(() -> Pattern.compile(columns[12]));
    pattern = new Lazy<>(() -> Pattern.compile(columns[14]));
  }

  Pattern pattern() {
    return pattern.get();
  }

  /// Whether `secret` is a secret, and not an example, a variable or a word.
  boolean accepts(String secret, Subject.Budget budget) {
    if (entropy > 0 && Entropy.perCharacter(secret) <= entropy) {
      return false;
    }
    var subject = new Subject(secret, budget);
    return !(denies && deny.get().matcher(subject).find())
        && !(requires && !need.get().matcher(subject).lookingAt());
  }

  /// Whether a match around the anchor at `start` to `end` is possible at all.
  ///
  /// The bytes are text, or raw JSON, or JSON inside JSON: a backslash, a percent sign or a byte
  /// beyond ASCII may stand for anything, and ends the check with yes. Never says no to a match.
  boolean mayMatch(byte[] bytes, int start, int end) {
    return boundary(bytes, start)
        && followed(bytes, end)
        && (mode != Mode.ASSIGN || Assignment.follows(bytes, end))
        && (mode != Mode.EQUALS || Assignment.equalsFollows(bytes, end))
        && (near.isEmpty() || Assignment.isNear(bytes, end, near))
        && (!generic || Assignment.assignsKey(bytes, end))
        && (runLength == 0 || Assignment.hasRun(bytes, start, runWithin, runLength, runOf));
  }

  private boolean boundary(byte[] bytes, int start) {
    if (!afterBoundary || start == 0 || !Assignment.isWord(bytes[start - 1])) {
      return true;
    }
    return (start >= 2 && bytes[start - 2] == '\\')
        || (start >= 3 && bytes[start - 3] == '%')
        || (start >= 6 && bytes[start - 6] == '\\');
  }

  private boolean followed(byte[] bytes, int end) {
    for (int i = 0; i < follow.length; i += 2) {
      int at = end + i / 2;
      if (at >= bytes.length) {
        return false;
      }
      int c = bytes[at];
      if (c < 0 || c == '\\' || c == '%') {
        return true;
      }
      if (c < ALL && ((follow[i + (c >> 6)] >>> c) & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  /// Sets by number, or spelled out as `x` and 32 hex digits.
  private static long[] follow(String column, List<long[]> masks) {
    var names = column.isEmpty() ? new String[0] : column.split(" ", -1);
    var follow = new long[2 * names.length];
    for (int i = 0; i < names.length; i++) {
      var mask =
          names[i].startsWith("x")
              ? RuleSet.mask(names[i].substring(1))
              : masks.get(Integer.parseInt(names[i]));
      System.arraycopy(mask, 0, follow, 2 * i, 2);
    }
    return follow;
  }

  private static int[] numbers(String text, String separator) {
    if (text.isEmpty()) {
      return new int[0];
    }
    return List.of(text.split(separator, -1)).stream().mapToInt(Integer::parseInt).toArray();
  }
}
