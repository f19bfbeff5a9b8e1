package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// When a session was last at work.
///
/// @param id its id
/// @param top the id of the session that it was started from in the end; its own for a main one
/// @param lastAt epoch milliseconds; absent when no record of it tells a time
public record SessionAge(String id, String top, String agent, @Nullable Long lastAt) {}
