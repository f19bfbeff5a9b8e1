package dev.clew.origin.lines;

import org.jspecify.annotations.Nullable;

/// A file before and after.
///
/// The array is not copied and must not change.
///
/// @param before null if there was none
/// @param after null if there is none any more
/// @param cause of what is new
public record Changed(@Nullable Ancestor before, byte @Nullable [] after, long cause) {}
