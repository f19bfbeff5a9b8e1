package dev.clew.ledger;

import java.io.IOException;

/// Sees entries in the order of their indexes.
public interface EntryVisitor {
  /// One entry; the array is the visitor's own.
  void visit(long index, byte[] entry) throws IOException;
}
