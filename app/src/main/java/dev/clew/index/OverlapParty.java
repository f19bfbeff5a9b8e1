package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// A session that changed a file, with what says who it is and when it was at work.
public record OverlapParty(
    long ref,
    String id,
    String trace,
    String agent,
    @Nullable String title,
    @Nullable Long firstAt,
    @Nullable Long lastAt) {}
