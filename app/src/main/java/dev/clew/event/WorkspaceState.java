package dev.clew.event;

import org.jspecify.annotations.Nullable;

/// A workspace as a whole at one moment.
///
/// @param root its folder, absolute
/// @param moment why it was looked at: `first`, `before`, `after`, `turn_end`, `session_start`,
///   `session_end`, `check`, `move`
/// @param tree its snapshot, 64 lower-case hex digits
/// @param files how many files it has
/// @param bytes their size together
/// @param notKept how many of them are known by hash, size and reason only
/// @param head the commit that HEAD points at; absent where there is none
/// @param branch the branch that is checked out; absent where there is none
/// @param repository Git's common folder, absolute: the same for all work trees of a repository;
///   absent outside Git
public record WorkspaceState(
    String root,
    String moment,
    String tree,
    long files,
    long bytes,
    long notKept,
    @Nullable String head,
    @Nullable String branch,
    @Nullable String repository) {
  /// Of a workspace outside Git, or whose repository is not known.
  public WorkspaceState(
      String root,
      String moment,
      String tree,
      long files,
      long bytes,
      long notKept,
      @Nullable String head,
      @Nullable String branch) {
    this(root, moment, tree, files, bytes, notKept, head, branch, null);
  }
}
