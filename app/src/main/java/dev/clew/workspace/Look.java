package dev.clew.workspace;

import dev.clew.event.WorkspaceState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one look at a workspace found.
///
/// @param root the workspace's folder, absolute
/// @param before the tree as the look before it left it; absent for the first one
/// @param after the tree now
/// @param changes what is different, in order of paths; empty for a first look
/// @param missed the paths among them that a full check found and the watcher had not told of;
///   empty for all other looks
/// @param full whether every file was looked at
/// @param gaps what could not be captured
/// @param files how many files it has
/// @param bytes their size together
/// @param notKept how many of them are known by hash, size and reason only
/// @param objects how many objects the sink was given
/// @param objectBytes their size together
public record Look(
    String root,
    @Nullable String before,
    String after,
    List<Change> changes,
    Set<String> missed,
    boolean full,
    List<Gap> gaps,
    long files,
    long bytes,
    long notKept,
    long objects,
    long objectBytes) {
  /// The same with other changes.
  public Look with(List<Change> others) {
    return new Look(
        root,
        before,
        after,
        List.copyOf(others),
        missed,
        full,
        gaps,
        files,
        bytes,
        notKept,
        objects,
        objectBytes);
  }

  /// The same as an event tells it.
  ///
  /// @param moment why it was looked at, see [WorkspaceState]
  /// @param git where Git stands; empty outside Git
  public WorkspaceState state(String moment, Optional<GitState> git) {
    return new WorkspaceState(
        root,
        moment,
        after,
        files,
        bytes,
        notKept,
        git.flatMap(GitState::head).orElse(null),
        git.flatMap(GitState::branch).orElse(null),
        git.map(GitState::repository).orElse(null));
  }
}
