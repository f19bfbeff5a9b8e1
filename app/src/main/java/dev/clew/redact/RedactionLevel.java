package dev.clew.redact;

import java.util.Locale;

/// How much is taken for a secret; each level finds everything that the one before it finds.
public enum RedactionLevel {
  /// Known values, private keys, and the rules of Betterleaks and Nosey Parker.
  STANDARD,
  /// Also passwords in URLs, and values of some entropy assigned to a secret-sounding name.
  STRICT,
  /// Also every other token of high entropy; hashes and ids go too.
  PARANOID;

  /// The name on the wire and in settings: `standard`, `strict`, `paranoid`.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean includes(RedactionLevel other) {
    return compareTo(other) >= 0;
  }
}
