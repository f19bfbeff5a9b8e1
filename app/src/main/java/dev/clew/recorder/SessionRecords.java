package dev.clew.recorder;

import java.io.IOException;
import java.util.BitSet;
import java.util.Set;

/// Finds the records of sessions: each ledger entry names the session that its record is of.
final class SessionRecords {
  private SessionRecords() {}

  /// The numbers of the records of the sessions with these ids.
  static BitSet of(Set<String> sessions, Store store) throws IOException {
    var found = new BitSet();
    store.leaves(leaf -> {
      if (sessions.contains(leaf.session())) {
        found.set(Math.toIntExact(leaf.seq()));
      }
    });
    return found;
  }
}
