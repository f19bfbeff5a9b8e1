package dev.clew.redact;

import java.util.List;

/// Finds any token of high entropy, whatever stands around it.
final class Tokens {
  static final String RULE = "high-entropy";
  private static final int LEAST = 20;
  private static final double HEX_ENTROPY = 3.0;
  private static final double ENTROPY = 3.7;

  private Tokens() {}

  static void find(String text, List<Finding> found) {
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && isToken(text.charAt(i))) {
        continue;
      }
      if (i - from >= LEAST && isRandom(text, from, i)) {
        found.add(new Finding(from, i, Integer.MAX_VALUE, RULE, text.substring(from, i)));
      }
      from = i + 1;
    }
  }

  private static boolean isRandom(String text, int from, int to) {
    boolean digit = false;
    boolean letter = false;
    boolean hex = true;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      digit |= isDigit;
      letter |= Character.isLetter(c);
      hex &= c == '-' || Character.digit(c, 16) >= 0;
    }
    double entropy = Entropy.perCharacter(text.substring(from, to));
    return digit && letter && entropy > (hex ? HEX_ENTROPY : ENTROPY);
  }

  private static boolean isToken(char c) {
    return c < 128 && (Assignment.isWord((byte) c) || c == '+' || c == '/' || c == '-' || c == '=');
  }
}
