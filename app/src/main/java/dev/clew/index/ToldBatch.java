package dev.clew.index;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What came of replaying what transcripts tell of some files: in place of all that was there.
///
/// @param stamp what became due after this one was given is due still
/// @param steps those whose files were all replayed
/// @param files absolute
/// @param contents by SHA-256
public record ToldBatch(
    long stamp,
    List<Long> steps,
    Set<String> files,
    List<NewVersion> versions,
    Collection<CauseRow> causes,
    Map<String, byte[]> contents) {}
