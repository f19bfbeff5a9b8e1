package dev.clew.index;

/// Which version a commit has at a path.
///
/// @param commit its id
/// @param root the workspace from which it was seen
/// @param file the path, absolute
/// @param at when the commit was seen, in epoch milliseconds
/// @param version the number of the version
public record CommitVersion(String commit, String root, String file, long at, long version) {}
