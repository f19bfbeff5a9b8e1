package dev.clew.query;

import dev.clew.workspace.GitFolder;
import dev.clew.workspace.GitState;
import dev.clew.workspace.RootChoice;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Refuses moves where Git is in the middle of something, or stands elsewhere than it did.
final class MoveGuard {
  private static final String WAY_OUT = "add --files to change files only, and leave Git as it is";

  private MoveGuard() {}

  /// Refuses where Git is at work.
  static void check(RootChoice.Root root) throws QueryException {
    check(root, "; or " + WAY_OUT);
  }

  /// The same where files cannot be changed alone.
  static void checkCommit(RootChoice.Root root) throws QueryException {
    check(root, "");
  }

  private static void check(RootChoice.Root root, String wayOut) throws QueryException {
    if (root.git().isEmpty()) {
      return;
    }
    var git = root.git().get();
    var doing = doing(git);
    if (doing.isPresent()) {
      throw QueryException.usage("%s: %s%s".formatted(root.folder(), doing.get(), wayOut));
    }
    if (Files.exists(git.own().resolve("index.lock"))) {
      throw QueryException.usage(
          "%s: Git's index is locked, by a Git command that runs or was broken off%s"
              .formatted(root.folder(), wayOut));
    }
  }

  /// What Git is in the middle of, and how that is ended. A rebase goes first: it picks commits,
  /// and leaves what a cherry-pick leaves.
  private static Optional<String> doing(GitFolder git) {
    var states = GitState.of(git).states().keySet();
    if (Files.exists(git.own().resolve("rebase-apply/applying"))) {
      return Optional.of(ended("patches are being applied", "am"));
    }
    if (states.contains("rebase-merge") || states.contains("rebase-apply")) {
      return Optional.of(ended("a rebase is in progress", "rebase"));
    }
    if (states.contains("MERGE_HEAD")) {
      return Optional.of(ended("a merge is in progress", "merge"));
    }
    if (states.contains("CHERRY_PICK_HEAD")) {
      return Optional.of(ended("a cherry-pick is in progress", "cherry-pick"));
    }
    if (states.contains("REVERT_HEAD")) {
      return Optional.of(ended("a revert is in progress", "revert"));
    }
    var todo = GitFolder.text(git.own().resolve("sequencer/todo"));
    if (todo.isPresent()) {
      return Optional.of(
          todo.get().startsWith("revert")
              ? ended("a revert of several commits is in progress", "revert")
              : ended("a cherry-pick of several commits is in progress", "cherry-pick"));
    }
    return states.contains("BISECT_START")
        ? Optional.of("a bisection is in progress: end it with 'git bisect reset'")
        : Optional.empty();
  }

  private static String ended(String what, String command) {
    return "%s: end it with 'git %s --continue' or 'git %s --abort'"
        .formatted(what, command, command);
  }

  /// Refuses where HEAD is elsewhere than it was then.
  static void checkHead(RootChoice.Root root, @Nullable String head, @Nullable String branch)
      throws QueryException {
    var git = root.git();
    if (git.isEmpty()) {
      return;
    }
    var now = GitState.of(git.get());
    if (now.head().equals(Optional.ofNullable(head))) {
      return;
    }
    var there = now.head().map(MoveGuard::brief).orElse("no commit");
    if (head == null) {
      throw QueryException.usage(
          "there was no commit then, and HEAD is at %s now: %s".formatted(there, WAY_OUT));
    }
    var isThere = branch != null && head.equals(now.refs().get("refs/heads/" + branch));
    throw QueryException.usage(
        "HEAD was at %s%s then and is at %s now: 'git switch %s' leads back; or %s"
            .formatted(
                brief(head),
                branch == null ? "" : " on " + branch,
                there,
                isThere ? branch : "--detach " + brief(head),
                WAY_OUT));
  }

  private static String brief(String id) {
    return id.substring(0, Math.min(12, id.length()));
  }
}
