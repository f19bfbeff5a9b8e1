package dev.clew.redact;

/// Text under a regular expression that may read only so many characters.
///
/// A count of steps, not a clock: the same text gives the same answer on a busy machine. One step
/// is one character read; the expression engine reads a character for whatever it tries.
final class Subject implements CharSequence {
  private final String text;
  private final Budget budget;

  Subject(String text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  @Override
  public char charAt(int index) {
    if (--budget.left < 0) {
      throw new Exhausted();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new Subject(text.substring(start, end), budget);
  }

  @Override
  public String toString() {
    return text;
  }

  /// The steps left for one field; used by one thread.
  static final class Budget {
    private long left;

    Budget(long steps) {
      left = steps;
    }
  }

  /// The field costs more than it may; it is removed as a whole.
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("out of steps", null, false, false);
    }
  }
}
