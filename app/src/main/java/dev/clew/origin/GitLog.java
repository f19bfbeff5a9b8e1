package dev.clew.origin;

import dev.clew.event.GitMove;
import java.util.Set;

/// What Git's own log of a ref says that was done.
public final class GitLog {
  private static final Set<String> BRINGING =
      Set.of(
          "checkout",
          "pull",
          "merge",
          "rebase",
          "reset",
          "cherry-pick",
          "revert",
          "am",
          "clone",
          "switch",
          "initial pull");

  /// The commands of Git that put contents of commits into the working tree, also of some paths
  /// only.
  static final Set<String> RESTORING =
      Set.of(
          "checkout",
          "switch",
          "restore",
          "reset",
          "stash",
          "merge",
          "pull",
          "rebase",
          "cherry-pick",
          "revert",
          "am",
          "bisect",
          "read-tree",
          "checkout-index",
          "sparse-checkout",
          "submodule",
          "worktree");

  /// The commands of Git that make new contents out of those of commits.
  static final Set<String> JOINING =
      Set.of(
          "merge", "pull", "rebase", "cherry-pick", "revert", "stash", "checkout", "switch", "am");

  private GitLog() {}

  /// Whether the operation puts a commit's files into the working tree. A commit does not: it takes
  /// them from there.
  public static boolean brings(String operation) {
    return BRINGING.contains(verb(operation));
  }

  /// `pull` of `pull --rebase (pick): subject`.
  private static String verb(String operation) {
    var end = 0;
    while (end < operation.length() && " :(".indexOf(operation.charAt(end)) < 0) {
      end++;
    }
    return operation.substring(0, end);
  }

  /// Whether one of these commands of Git leads to such a move.
  static boolean agrees(Set<String> commands, GitMove move) {
    var operation = move.operation();
    if (commands.isEmpty()) {
      return false;
    }
    if (operation == null || move.what().equals("stash")) {
      return !move.what().equals("stash") || commands.contains("stash");
    }
    return switch (verb(operation)) {
      case "checkout" ->
          commands.contains("checkout")
              || commands.contains("switch")
              || commands.contains("worktree")
              || commands.contains("bisect")
              || commands.contains("rebase")
              || commands.contains("clone");
      case "reset" ->
          commands.contains("reset")
              || commands.contains("stash")
              || commands.contains("rebase")
              || commands.contains("merge") // as `--abort`, and so below
              || commands.contains("cherry-pick")
              || commands.contains("revert")
              || commands.contains("am")
              || commands.contains("pull");
      case "commit" ->
          commands.contains("commit")
              || commands.contains("merge")
              || commands.contains("cherry-pick")
              || commands.contains("revert")
              || commands.contains("rebase")
              || commands.contains("gc");
      case "rebase" -> commands.contains("rebase") || commands.contains("pull");
      case "branch", "Branch:" ->
          commands.contains("branch")
              || commands.contains("checkout")
              || commands.contains("switch");
      case String verb -> commands.contains(verb);
    };
  }
}
