package dev.clew.recorder;

import dev.clew.content.SealedObject;
import java.util.BitSet;
import java.util.List;

/// What is to be erased, and what is to be kept in its place: all in one transaction.
///
/// @param reason why: `session`, `secret`, `path`, `expired` or `quota`
/// @param records the numbers of the records whose payloads are destroyed
/// @param objects objects that are destroyed wherever they are carried, by SHA-256
/// @param sessions the ids of sessions of which nothing is taken any more
/// @param secrets values that are secret from now on, sealed
/// @param replacements records that stand for some of those that are erased
record Erasure(
    String reason,
    BitSet records,
    List<byte[]> objects,
    List<String> sessions,
    List<SealedObject> secrets,
    List<Replacement> replacements) {

  /// A record in the place of another.
  ///
  /// @param was the number of the erased one
  record Replacement(long was, Prepared record) {}

  /// The erasure of whole sessions.
  static Erasure ofSessions(String reason, BitSet records, List<String> sessions) {
    return new Erasure(reason, records, List.of(), sessions, List.of(), List.of());
  }
}
