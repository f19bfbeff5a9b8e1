package dev.clew.ledger;

import java.util.List;

/// The hashes that show that a tree of `newSize` entries begins with a tree of `oldSize` entries.
///
/// Source: RFC 6962, section 2.1.2.
public record ConsistencyProof(long oldSize, long newSize, List<Hash> path) {
  /// Keeps its own copy of the path.
  public ConsistencyProof {
    path = List.copyOf(path);
  }
}
