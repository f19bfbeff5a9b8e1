package dev.clew.query;

import dev.clew.workspace.GitState;
import dev.clew.workspace.RootChoice;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/// Refuses moves where Git is in the middle of something, or stands elsewhere than it did.
final class MoveGuard {
  private static final String WAY_OUT = "add --files to change files only, and leave Git as it is";

  private MoveGuard() {}

  /// Refuses where Git is at work.
  static void check(RootChoice.Root root) throws QueryException {
    if (root.git().isEmpty()) {
      return;
    }
    var git = root.git().get();
    var states = GitState.of(git).states();
    for (var state : states.keySet()) {
      var doing =
          switch (state) {
            case "MERGE_HEAD" ->
                "a merge is in progress: end it with 'git merge --continue' or --abort";
            case "rebase-merge", "rebase-apply" ->
                "a rebase is in progress: end it with 'git rebase --continue' or --abort";
            case "CHERRY_PICK_HEAD" ->
                "a cherry-pick is in progress: end it with 'git cherry-pick --continue' or --abort";
            case "REVERT_HEAD" ->
                "a revert is in progress: end it with 'git revert --continue' or --abort";
            case "BISECT_START" -> "a bisection is in progress: end it with 'git bisect reset'";
            default -> "";
          };
      if (!doing.isEmpty()) {
        throw QueryException.usage("%s: %s; or %s".formatted(root.folder(), doing, WAY_OUT));
      }
    }
    if (Files.exists(git.own().resolve("index.lock"))) {
      throw QueryException.usage(
          "%s: Git's index is locked, by a Git command that runs or was broken off; %s"
              .formatted(root.folder(), WAY_OUT));
    }
  }

  /// Refuses where HEAD is elsewhere than it was then.
  static void checkHead(RootChoice.Root root, @Nullable String head, @Nullable String branch)
      throws QueryException {
    var git = root.git();
    if (git.isEmpty() || head == null) {
      return;
    }
    var now = GitState.of(git.get());
    if (!now.head().equals(java.util.Optional.of(head))) {
      var back = branch == null ? head : branch;
      throw QueryException.usage(
          "HEAD was at %s%s then and is at %s now: 'git switch %s' leads back; or %s"
              .formatted(
                  head.substring(0, Math.min(12, head.length())),
                  branch == null ? "" : " on " + branch,
                  now.head()
                      .map(id -> id.substring(0, Math.min(12, id.length())))
                      .orElse("no commit"),
                  back,
                  WAY_OUT));
    }
  }
}
