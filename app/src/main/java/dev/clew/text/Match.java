package dev.clew.text;

/// Where one part of a query stands in a text, in UTF-16 code units.
///
/// @param part the number of the part in its query, from 0
/// @param end the first place after it
public record Match(int part, int start, int end) {}
