package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// Whose work a step is: what is told beside a line that it wrote. Times are epoch milliseconds.
///
/// @param session the id of its session, and `agent` that session's
/// @param subagent what kind of sub-agent took it; absent in a main conversation
/// @param turn the turn of the main conversation that it belongs to, and `prompt` the first line of
///   what was asked there
/// @param model the model that was answering when it was taken
public record StepAuthor(
    long step,
    String session,
    String agent,
    @Nullable String subagent,
    @Nullable Long turn,
    @Nullable String prompt,
    String kind,
    @Nullable String tool,
    String title,
    @Nullable Long startedAt,
    @Nullable String model) {}
