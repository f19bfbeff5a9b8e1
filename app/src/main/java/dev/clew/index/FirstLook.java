package dev.clew.index;

import java.util.List;

/// When a workspace was first looked at.
///
/// @param root its folder
/// @param at in epoch milliseconds
/// @param told the files in it that transcripts tell of, absolute
public record FirstLook(String root, long at, List<String> told) {}
