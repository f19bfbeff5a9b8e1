package dev.clew.index;

import java.util.List;
import java.util.Set;

/// What a session and its sub-agents did to one file.
///
/// @param sources how it is known: `workspace` where it was seen, `agent` where the agent tells it
/// @param steps the steps that touched it, in order
public record FileRow(
    String path,
    int reads,
    int created,
    int modified,
    int deleted,
    int added,
    int removed,
    Set<String> sources,
    List<Long> steps) {}
