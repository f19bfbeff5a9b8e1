package dev.clew.workspace;

/// What a look could not capture.
///
/// @param path below the root; empty for the whole workspace
/// @param reason a word or two: a [Reason], `watch_overflow`, `watch_silent`, `watch_limit`...
/// @param text the same for people, with what the system said
public record Gap(String path, String reason, String text) {}
