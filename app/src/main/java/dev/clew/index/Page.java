package dev.clew.index;

import java.util.List;

/// Some rows of an answer.
///
/// @param offset the place of the first in the whole answer, from 0
/// @param total how many rows the whole answer has
public record Page<T>(List<T> rows, long offset, long total) {}
