package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// A step, or a person, changed a file.
///
/// @param path the file, absolute where that is known
/// @param session the step's session by its number; absent for a person
/// @param at when; absent when not known
public record TouchRow(
    String path, @Nullable Long session, @Nullable Long step, @Nullable Long at) {}
