package dev.clew.index;

import dev.clew.event.LineClaim;
import dev.clew.event.RecordId;
import org.jspecify.annotations.Nullable;

/// What another tool says of lines, as the index has it.
///
/// @param record the record that tells it
/// @param ordinal which of the record's claims this is
/// @param at when the claim was made, in milliseconds
public record ClaimRow(RecordId record, int ordinal, @Nullable Long at, LineClaim claim) {}
