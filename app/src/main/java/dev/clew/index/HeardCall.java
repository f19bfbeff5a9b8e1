package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// A tool call of which not both hooks, before and after it, were heard. Times are epoch
/// milliseconds.
///
/// @param session the number of its session, and `subagent` whether that is a sub-agent's
/// @param before whether the hook before it was heard
/// @param after whether the hook after it was heard
/// @param answered whether it has a result, whoever tells it
/// @param refused whether it was refused, and so never ran
/// @param isLast whether no prompt came after it
public record HeardCall(
    long id,
    long session,
    boolean subagent,
    @Nullable String tool,
    String title,
    @Nullable Long startedAt,
    @Nullable String status,
    boolean before,
    boolean after,
    boolean answered,
    boolean refused,
    boolean isLast) {}
