package dev.clew.ledger;

/// Bytes that an interrupted write left at the end of a file and that opening cut off.
///
/// They were never acknowledged. They are kept in `keptAs` (both names relative to the ledger's
/// folder). `entries` is the size of the ledger after the cut.
public record Recovery(String file, long offset, long bytes, long entries, String keptAs) {}
