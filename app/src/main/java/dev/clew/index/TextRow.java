package dev.clew.index;

/// A text that has the terms of a query, and so may be what is looked for.
///
/// @param seq the record that tells it
/// @param span the turn of a prompt, else the step
/// @param placed whether the record's place names the span, and not the record itself
/// @param at when it was written, in epoch milliseconds; 0 when unknown
public record TextRow(long seq, TextKind kind, long span, boolean placed, long at) {}
