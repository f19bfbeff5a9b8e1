package dev.clew.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody probably meant.
final class Nearest {
  private Nearest() {}

  /// The name nearest to what was typed: one that it begins, or one that a few slips away (a letter
  /// too many, missing, wrong, or two that changed places); empty when none is near.
  static Optional<String> to(String typed, Collection<String> names) {
    if (typed.length() > 40) {
      return Optional.empty();
    }
    var slips = typed.length() < 4 ? 1 : 2;
    return names.stream()
        .filter(name -> begins(typed, name) || distance(typed, name) <= slips)
        .min(Comparator.comparingInt(name -> begins(typed, name) ? 0 : distance(typed, name)));
  }

  private static boolean begins(String typed, String name) {
    return typed.replace("-", "").length() > 1 && name.startsWith(typed);
  }

  /// How many slips lie between two words (restricted Damerau-Levenshtein distance).
  private static int distance(String left, String right) {
    var table = new int[left.length() + 1][right.length() + 1];
    for (var i = 0; i <= left.length(); i++) {
      for (var j = 0; j <= right.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        var same = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        table[i][j] =
            Math.min(table[i - 1][j - 1] + same, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
        }
      }
    }
    return table[left.length()][right.length()];
  }
}
