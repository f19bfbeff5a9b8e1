package dev.clew.ledger;

/// A text is not the signed note or checkpoint it should be, or its signature does not hold.
public final class InvalidNoteException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String found;

  InvalidNoteException(String expected, String found) {
    super("expected %s, found %s".formatted(expected, found));
    this.expected = expected;
    this.found = found;
  }

  /// What a valid note has at that place.
  public String expected() {
    return expected;
  }

  /// What this one has.
  public String found() {
    return found;
  }
}
