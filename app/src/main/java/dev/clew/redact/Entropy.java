package dev.clew.redact;

/// How surprising the characters of a text are.
final class Entropy {
  private Entropy() {}

  /// Shannon entropy in bits per character, 0 for the empty text.
  ///
  /// Source: the `entropy` filter of Betterleaks, which counts the same way.
  static double perCharacter(String text) {
    var sorted = text.chars().sorted().toArray();
    double bits = 0;
    int from = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[from]) {
        double p = (double) (i - from) / sorted.length;
        bits -= p * Math.log(p) / Math.log(2);
        from = i;
      }
    }
    return bits;
  }
}
