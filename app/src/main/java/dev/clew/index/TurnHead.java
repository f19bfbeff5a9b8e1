package dev.clew.index;

/// A turn without its place among the others, which takes longer to find.
///
/// @param seq the record that holds the prompt
public record TurnHead(long sessionRef, String title, long seq) {}
