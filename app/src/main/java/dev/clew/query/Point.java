package dev.clew.query;

/// A moment whose files can be compared.
sealed interface Point {
  /// A snapshot.
  ///
  /// @param root the workspace's folder
  /// @param tree its name
  record Snapshot(String root, String tree) implements Point {}

  /// A commit.
  ///
  /// @param root the work tree that it was looked for in
  record Commit(String root, String id) implements Point {}

  /// The working tree as it is on disk.
  record Working(String root) implements Point {}

  /// The workspace's folder.
  String root();
}
