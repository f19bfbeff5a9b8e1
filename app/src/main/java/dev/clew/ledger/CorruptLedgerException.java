package dev.clew.ledger;

import java.io.IOException;
import java.util.OptionalLong;

/// Bytes of a ledger are not what its writer left: says where, what was expected and what is there.
///
/// Nothing is repaired and nothing may be appended until a person has looked.
public final class CorruptLedgerException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Verification.Broken broken;

  CorruptLedgerException(Verification.Broken broken) {
    super(broken.message());
    this.broken = broken;
  }

  static CorruptLedgerException at(String file, String place, String expected, String found) {
    return new CorruptLedgerException(
        new Verification.Broken(OptionalLong.empty(), file, place, expected, found));
  }

  static CorruptLedgerException atEntry(
      long entry, String file, String place, String expected, String found) {
    return new CorruptLedgerException(
        new Verification.Broken(OptionalLong.of(entry), file, place, expected, found));
  }

  /// The damage.
  public Verification.Broken broken() {
    return broken;
  }
}
