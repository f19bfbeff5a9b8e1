package dev.clew.index;

/// Which version a commit has at a path.
///
/// @param commit its id
/// @param file the path, absolute
/// @param version the number of the version
public record CommitVersion(String commit, String file, long version) {}
