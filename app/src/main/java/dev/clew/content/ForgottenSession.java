package dev.clew.content;

/// A session of which nothing is kept, and nothing taken.
///
/// @param id its id
/// @param reason why: `forgotten`, `expired`
/// @param refused how many of its records came since and were not taken
public record ForgottenSession(String id, String reason, long refused) {}
