package dev.clew.workspace;

/// A file of a commit.
///
/// @param mode Git's: `100644`, `100755`, `120000`, `160000` for a repository of its own
/// @param blob the object that has its content, in hex
public record GitFile(String mode, String blob) {}
