package dev.clew.ledger;

/// Tells an entry that was written from what a crash left behind.
///
/// A file system may lose the bytes of an interrupted write and keep its length. Entries that no
/// checkpoint covers are therefore shown to this check when a ledger is opened; from the first that
/// fails, the rest is cut. An entry that carries its own index makes the check exact.
public interface EntryCheck {
  /// Whether these bytes can be the entry at `index`.
  boolean valid(long index, byte[] entry);

  /// Accepts every entry: for bytes without a form of their own.
  static EntryCheck any() {
    return (_, _) -> true;
  }
}
