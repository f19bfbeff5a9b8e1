package dev.clew.ledger;

import java.util.List;

/// The hashes that lead from one entry to the root of a tree, lowest first.
///
/// `index` is the entry's place from 0, `size` the number of entries of the tree. Source: RFC 6962,
/// section 2.1.1.
public record InclusionProof(long index, long size, List<Hash> path) {
  /// Keeps its own copy of the path.
  public InclusionProof {
    path = List.copyOf(path);
  }
}
