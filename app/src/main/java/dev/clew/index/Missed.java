package dev.clew.index;

/// Something that should have been captured and was not.
///
/// @param what `watcher`, `before`, `after`, `file`, `spool`...
/// @param reason why, in a sentence
public record Missed(String what, String reason) {}
