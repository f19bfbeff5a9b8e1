package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// A step as far as an outline of its session needs it. Times are epoch milliseconds.
///
/// @param startedAt when its first record was written; for a model call that is when it answered
/// @param retries what it would be the same attempt as: its tool and title; absent for model calls
public record OutlineStep(
    long id,
    long sessionRef,
    boolean modelCall,
    @Nullable Long startedAt,
    @Nullable Long endedAt,
    @Nullable Long durationMs,
    @Nullable String status,
    @Nullable String retries) {}
