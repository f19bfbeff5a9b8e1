package dev.clew.origin.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What Git's commands do to the working tree.
final class GitCommands {
  private static final Set<String> BRINGING =
      Set.of(
          "checkout",
          "switch",
          "restore",
          "reset",
          "merge",
          "pull",
          "rebase",
          "cherry-pick",
          "revert",
          "stash",
          "am",
          "apply",
          "clean",
          "submodule",
          "worktree",
          "sparse-checkout",
          "bisect",
          "filter-branch",
          "filter-repo",
          "subtree",
          "lfs",
          "read-tree",
          "checkout-index",
          "clone");

  private static final Set<String> READING =
      Set.of(
          "status",
          "log",
          "diff",
          "show",
          "blame",
          "annotate",
          "grep",
          "ls-files",
          "ls-tree",
          "ls-remote",
          "rev-parse",
          "rev-list",
          "describe",
          "shortlog",
          "reflog",
          "cat-file",
          "help",
          "version",
          "config",
          "remote",
          "fetch",
          "push",
          "name-rev",
          "merge-base",
          "diff-tree",
          "diff-index",
          "diff-files",
          "for-each-ref",
          "show-ref",
          "whatchanged",
          "count-objects",
          "fsck",
          "check-ignore",
          "check-attr",
          "var",
          "archive",
          "bundle",
          "format-patch",
          "request-pull",
          "range-diff",
          "cherry",
          "write-tree",
          "hash-object",
          "verify-commit",
          "symbolic-ref-q");

  private static final Set<String> VALUED = Set.of("-C", "-c", "--git-dir", "--work-tree");

  private GitCommands() {}

  /// Notes what a `git` command does; whether it is one.
  static boolean read(Program program, ReachReader reach) {
    if (!program.name().equals("git")) {
      return false;
    }
    var words = new ArrayList<>(program.arguments());
    var cwd = program.cwd();
    while (!words.isEmpty() && words.getFirst().isOption()) {
      var option = words.removeFirst();
      if (VALUED.contains(option.text()) && !words.isEmpty()) {
        var value = words.removeFirst();
        if (option.text().equals("-C")) {
          var folder = Target.of(value, cwd, false);
          cwd = folder == null || folder.glob() ? null : folder.path();
        }
      }
    }
    if (words.isEmpty()) {
      return true;
    }
    var command = words.removeFirst();
    if (!command.fixed()) {
      return false;
    }
    if (!READING.contains(command.text())) {
      reach.git(command.text());
    }
    var rest = new Program(command.text(), List.copyOf(words), cwd);
    switch (command.text()) {
      case "rm" -> rest.names().forEach(word -> reach.write(word, rest.cwd(), true));
      case "mv" -> FileCommands.read(rest, reach);
      default -> {
        if (BRINGING.contains(command.text()) && writes(rest)) {
          // Where in the repository it runs does not matter: it works on the whole of it.
          reach.affect(Effect.GIT);
        }
      }
    }
    return true;
  }

  private static boolean writes(Program command) {
    var first = command.arguments().isEmpty() ? "" : command.arguments().getFirst().text();
    return switch (command.name()) {
      case "stash" -> !Set.of("list", "show", "drop", "clear").contains(first);
      case "submodule", "worktree", "bisect", "lfs" ->
          !Set.of("status", "list", "log", "ls-files").contains(first);
      case "reset" ->
          !command.has('\0', "--soft", "--mixed")
              && command.has('\0', "--hard", "--merge", "--keep");
      case "apply" -> !command.has('\0', "--check", "--stat", "--numstat", "--cached");
      case "clean" -> !command.has('n', "--dry-run");
      default -> true;
    };
  }
}
