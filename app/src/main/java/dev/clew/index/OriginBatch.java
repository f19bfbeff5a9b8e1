package dev.clew.index;

import java.util.Collection;
import java.util.List;

/// What came out of facts.
///
/// @param facts those
public record OriginBatch(
    OriginFacts facts,
    List<NewVersion> versions,
    Collection<CauseRow> causes,
    List<CommitVersion> commits) {}
