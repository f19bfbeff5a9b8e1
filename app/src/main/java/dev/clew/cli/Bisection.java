package dev.clew.cli;

import java.util.BitSet;
import java.util.OptionalInt;

/// The search for the first bad one of states, the first of which is good and the last bad.
final class Bisection {
  private final BitSet skipped = new BitSet();
  private int good;
  private int bad;

  /// @param states how many there are
  Bisection(int states) {
    this.bad = states - 1;
  }

  /// The state to be tried: the middle one of those that are left, or the nearest to it that was
  /// not skipped; empty when none is left to try.
  OptionalInt next() {
    var middle = good + (bad - good) / 2;
    for (var away = 0; away < bad - good; away++) {
      for (var state : new int[] {middle - away, middle + away}) {
        if (state > good && state < bad && !skipped.get(state)) {
          return OptionalInt.of(state);
        }
      }
    }
    return OptionalInt.empty();
  }

  /// A state is good: so are those before it.
  void good(int state) {
    good = Math.max(good, state);
  }

  /// A state is bad: so are those after it.
  void bad(int state) {
    bad = Math.min(bad, state);
  }

  /// A state cannot be tried.
  void skip(int state) {
    skipped.set(state);
  }

  /// The first that may be the first bad one.
  int from() {
    return good + 1;
  }

  /// The first that is known to be bad.
  int to() {
    return bad;
  }

  /// How many may still be the first bad one.
  int left() {
    return bad - good;
  }
}
