package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// When hooks of a session were heard. Times are epoch milliseconds.
///
/// @param session the number of the session
/// @param trace the trace that it is in
/// @param repo the folder that it began in
/// @param hooks how many were heard
/// @param firstAt when the first of them fired
/// @param lastAt when the last of them fired: the session's heartbeat
/// @param restedAt when the agent last had nothing more to do, or left
/// @param failures how many calls hooks told to have failed
public record Hooked(
    long session,
    String trace,
    String agent,
    @Nullable String repo,
    long hooks,
    @Nullable Long firstAt,
    @Nullable Long lastAt,
    @Nullable Long restedAt,
    long failures) {}
