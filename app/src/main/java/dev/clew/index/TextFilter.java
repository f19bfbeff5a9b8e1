package dev.clew.index;

import java.util.List;
import java.util.Optional;

/// Which texts are asked for.
///
/// @param sessions only of these sessions, by number; empty for any
/// @param sinceMs only texts written at this time or later
/// @param oldestFirst whether the oldest comes first
public record TextFilter(
    Optional<TextKind> kind,
    Optional<List<Long>> sessions,
    Optional<Long> sinceMs,
    boolean oldestFirst) {}
