package dev.clew.index;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What came out of facts.
///
/// @param facts those
/// @param missing the objects, by SHA-256, that were needed and not there: their records may come
///   yet
public record OriginBatch(
    OriginFacts facts,
    List<NewVersion> versions,
    Collection<CauseRow> causes,
    List<CommitVersion> commits,
    Set<String> missing) {
  /// The same where these objects were missing.
  public OriginBatch without(Set<String> objects) {
    return new OriginBatch(facts, versions, causes, commits, Set.copyOf(objects));
  }
}
