package dev.clew.index;

import java.util.List;

/// What a session and its sub-agents did to one file.
///
/// @param steps the steps that touched it, in order
public record FileRow(
    String path,
    int reads,
    int created,
    int modified,
    int deleted,
    int added,
    int removed,
    List<Long> steps) {}
