package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// Something that was seen in a workspace.
///
/// @param record the record that tells it, and `seq` its number in the ledger
/// @param ordinal which of the record's events it is
/// @param at when, in epoch milliseconds; absent when not known
/// @param session the id of the session that it is told of
/// @param step the step that it belongs to; absent when none is known to have done it
/// @param what what was seen
public record Seen<T>(
    long seq,
    int ordinal,
    String record,
    @Nullable Long at,
    String session,
    @Nullable Long step,
    T what) {}
