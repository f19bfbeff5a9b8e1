package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// A step, or a person, changed a file. A step that was seen to change it several times has
/// several.
///
/// @param file the file's number
/// @param session the step's session by its number; absent for a person
/// @param at when; absent when not known
public record TouchRow(long file, @Nullable Long session, @Nullable Long step, @Nullable Long at) {}
