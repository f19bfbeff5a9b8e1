package dev.clew.event;

import org.jspecify.annotations.Nullable;

/// Something that Git did in a workspace, as seen in its `.git` folder.
///
/// @param root the workspace's folder, absolute
/// @param what `head`, `branch`, `index`, `merge`, `rebase`, `cherry_pick`, `revert`, `bisect`,
///   `stash`, `worktree`
/// @param name the ref or the state that changed; absent when there is none
/// @param before the commit or value before; absent when there was none
/// @param after the commit or value after; absent when there is none
/// @param operation what Git's own log says of it, for example `commit (amend)`; absent when
///   nothing says
public record GitMove(
    String root,
    String what,
    @Nullable String name,
    @Nullable String before,
    @Nullable String after,
    @Nullable String operation) {}
