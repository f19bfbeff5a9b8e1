package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// A turn as the index knows it.
///
/// @param number its place in its session, from 1
/// @param at when it began, in epoch milliseconds; 0 when unknown
/// @param endsAt when the next one begins; absent for the last
/// @param source where the prompt came from
/// @param seq the record that holds the prompt
public record TurnRow(
    long id,
    long sessionRef,
    String session,
    int number,
    long at,
    @Nullable Long endsAt,
    String source,
    String title,
    long seq) {}
