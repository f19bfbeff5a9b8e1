package dev.clew.workspace;

import dev.clew.event.GitMove;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/// Where Git stands in one work tree, as its small files say. Read without Git; nothing is written.
///
/// Refs in another form than files (reftable) are not read: then there are none.
///
/// @param head the commit that HEAD leads to; empty before the first one
/// @param branch the branch that is checked out; empty when HEAD is detached
/// @param states what is going on: `ORIG_HEAD`, `MERGE_HEAD`, `CHERRY_PICK_HEAD`, `REVERT_HEAD`,
///   `rebase-merge`, `rebase-apply`, `BISECT_START`, each with what its file says
/// @param refs heads, tags and the stash by their full names, with what they point at
/// @param headLog the last line of HEAD's own log; empty when there is none
/// @param stashLog the same of the stash
/// @param index a stamp of the index; empty when there is none
/// @param worktrees the names of linked work trees
/// @param repository Git's common folder, absolute: the same for all work trees of a repository
/// @param upstream the commit that the upstream of the checked-out branch is at, as last fetched;
///   empty where there is none
public record GitState(
    Optional<String> head,
    Optional<String> branch,
    SequencedMap<String, String> states,
    SequencedMap<String, String> refs,
    Optional<Reflog> headLog,
    Optional<Reflog> stashLog,
    String index,
    List<String> worktrees,
    String repository,
    Optional<String> upstream) {
  private static final List<String> FILES =
      List.of("ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_START");
  private static final int MOST_REFS = 20_000;
  private static final int DEEPEST = 5;

  /// A line of one of Git's own logs.
  ///
  /// @param before the commit before
  /// @param after the commit after
  /// @param stamp who and when, so that equal moves at two times are two
  /// @param operation what Git says of it
  /// @param size of the log, in bytes
  public record Reflog(String before, String after, String stamp, String operation, long size) {}

  /// Reads it.
  public static GitState of(GitFolder git) {
    var refs = new TreeMap<String, String>();
    packed(git.common(), refs);
    for (var below : List.of("refs/heads", "refs/tags")) {
      loose(git.common(), below, refs);
    }
    value(git.common().resolve("refs/stash")).ifPresent(id -> refs.put("refs/stash", id));
    var head = value(git.own().resolve("HEAD")).orElse("");
    var branch = name(head, "ref: refs/heads/");
    var states = new TreeMap<String, String>();
    for (var file : FILES) {
      value(git.own().resolve(file)).ifPresent(said -> states.put(file, said));
    }
    for (var rebase : List.of("rebase-merge", "rebase-apply")) {
      var folder = git.own().resolve(rebase);
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        states.put(rebase, value(folder.resolve("onto")).orElse(""));
      }
    }
    return new GitState(
        resolved(head, refs, git, 0),
        branch,
        states,
        refs,
        log(git.own().resolve("logs/HEAD")),
        log(git.common().resolve("logs/refs/stash")),
        stamp(git.own().resolve("index")),
        names(git.common().resolve("worktrees")),
        git.repository().toString(),
        branch.flatMap(name -> upstream(git.common(), name)));
  }

  private static Optional<String> upstream(Path common, String branch) {
    var config = new Config();
    try {
      config.fromText(GitFolder.text(common.resolve("config")).orElse(""));
    } catch (ConfigInvalidException e) {
      return Optional.empty();
    }
    var remote = config.getString("branch", branch, "remote");
    var merge = config.getString("branch", branch, "merge");
    if (remote == null || merge == null || !merge.startsWith("refs/heads/")) {
      return Optional.empty();
    }
    var ref = "refs/remotes/" + remote + "/" + merge.substring("refs/heads/".length());
    if (!isRefName(ref)) {
      return Optional.empty();
    }
    return value(common.resolve(ref)).filter(GitState::isId).or(() -> packed(common, ref));
  }

  private static Optional<String> packed(Path common, String ref) {
    try (var lines = Files.lines(common.resolve("packed-refs"))) {
      return lines
          .filter(line -> line.endsWith(" " + ref))
          .map(line -> line.substring(0, line.indexOf(' ')))
          .filter(GitState::isId)
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // there are none
    }
  }

  private static Optional<String> name(String head, String prefix) {
    return head.startsWith(prefix)
        ? Optional.of(head.substring(prefix.length()))
        : Optional.empty();
  }

  private static Optional<String> resolved(
      String said, Map<String, String> refs, GitFolder git, int depth) {
    var ref = name(said, "ref: ");
    if (ref.isEmpty()) {
      return isId(said) ? Optional.of(said) : Optional.empty();
    }
    if (depth > DEEPEST || !isRefName(ref.get())) {
      return Optional.empty();
    }
    var next = Optional.ofNullable(refs.get(ref.get()));
    if (next.isEmpty()) {
      next = value(git.common().resolve(ref.get()));
    }
    return next.flatMap(value -> resolved(value, refs, git, depth + 1));
  }

  private static boolean isRefName(String name) {
    return name.startsWith("refs/") && !name.contains("..") && name.indexOf('\0') < 0;
  }

  static boolean isId(String text) {
    return (text.length() == 40 || text.length() == 64)
        && text.chars().allMatch(letter -> Character.digit(letter, 16) >= 0);
  }

  /// The first line of a small file.
  private static Optional<String> value(Path file) {
    return GitFolder.text(file).map(text -> text.lines().findFirst().orElse("").strip());
  }

  private static void packed(Path common, Map<String, String> refs) {
    List<String> lines;
    try {
      lines = Files.readAllLines(common.resolve("packed-refs"));
    } catch (IOException e) {
      return; // there are none
    }
    for (var line : lines) {
      var space = line.indexOf(' ');
      var name = line.substring(space + 1);
      var wanted =
          name.startsWith("refs/heads/")
              || name.startsWith("refs/tags/")
              || name.equals("refs/stash");
      if (space > 0 && wanted && isId(line.substring(0, space)) && refs.size() < MOST_REFS) {
        refs.put(name, line.substring(0, space));
      }
    }
  }

  private static void loose(Path common, String below, Map<String, String> refs) {
    var waiting = new ArrayDeque<>(List.of(below));
    while (!waiting.isEmpty()) {
      var prefix = waiting.pop();
      for (var name : names(common.resolve(prefix))) {
        var ref = prefix + "/" + name;
        var file = common.resolve(ref);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          waiting.push(ref);
        } else if (!name.endsWith(".lock") && refs.size() < MOST_REFS) {
          value(file)
              .filter(id -> isId(id) || id.startsWith("ref: "))
              .ifPresent(id -> refs.put(ref, id));
        }
      }
    }
  }

  private static List<String> names(Path folder) {
    var names = new ArrayList<String>();
    try (var stream = Files.newDirectoryStream(folder)) {
      stream.forEach(path -> names.add(path.getFileName().toString()));
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // there is none
    }
    names.sort(null);
    return names;
  }

  private static String stamp(Path file) {
    try {
      var stat = Stat.of(file);
      return stat.inode() + " " + stat.size() + " " + stat.modified() + " " + stat.changed();
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<Reflog> log(Path file) {
    return LastLine.of(file)
        .flatMap(last -> {
          var tab = last.text().indexOf('\t');
          var head = tab < 0 ? last.text() : last.text().substring(0, tab);
          var parts = head.split(" ", 3);
          return parts.length < 3
              ? Optional.empty()
              : Optional.of(
                  new Reflog(
                      parts[0],
                      parts[1],
                      parts[2],
                      tab < 0 ? "" : last.text().substring(tab + 1),
                      last.size()));
        });
  }

  /// What Git did between two states of the work tree at `root`.
  public static List<GitMove> moves(String root, GitState before, GitState after) {
    var moves = new ArrayList<GitMove>();
    var said = operation(before.headLog, after.headLog);
    if (!before.head.equals(after.head) || !before.branch.equals(after.branch) || said != null) {
      var name = after.branch.orElse(null);
      moves.add(move(root, "head", name, before.head, after.head, said));
    }
    refs(root, before, after, said, moves);
    states(root, before.states, after.states, moves);
    if (!before.index.equals(after.index)) {
      moves.add(move(root, "index", null, Optional.empty(), Optional.empty(), null));
    }
    for (var name : after.worktrees) {
      if (!before.worktrees.contains(name)) {
        moves.add(move(root, "worktree", name, Optional.empty(), Optional.of(name), null));
      }
    }
    for (var name : before.worktrees) {
      if (!after.worktrees.contains(name)) {
        moves.add(move(root, "worktree", name, Optional.of(name), Optional.empty(), null));
      }
    }
    return moves;
  }

  private static @Nullable String operation(Optional<Reflog> before, Optional<Reflog> after) {
    return after.isEmpty() || after.equals(before) ? null : after.get().operation();
  }

  private static void refs(
      String root, GitState before, GitState after, @Nullable String said, List<GitMove> moves) {
    differing(
        before.refs,
        after.refs,
        (ref, from, to) -> {
          if (ref.equals("refs/stash")) {
            var stashed = operation(before.stashLog, after.stashLog);
            moves.add(new GitMove(root, "stash", null, from, to, stashed));
            return;
          }
          var checkedOut = after.branch.map(name -> ref.equals("refs/heads/" + name)).orElse(false);
          var own = ref.startsWith("refs/heads/") ? ref.substring("refs/heads/".length()) : ref;
          moves.add(new GitMove(root, "branch", own, from, to, checkedOut ? said : null));
        });
  }

  private static void states(
      String root, Map<String, String> before, Map<String, String> after, List<GitMove> moves) {
    differing(
        before,
        after,
        (state, from, to) -> {
          var what =
              switch (state) {
                case "MERGE_HEAD" -> "merge";
                case "CHERRY_PICK_HEAD" -> "cherry_pick";
                case "REVERT_HEAD" -> "revert";
                case "BISECT_START" -> "bisect";
                case "ORIG_HEAD" -> "head";
                default -> "rebase";
              };
          moves.add(new GitMove(root, what, state, from, to, null));
        });
  }

  /// The commits that have, or had, a name that moved from `before` to `after`: those that may be
  /// new in the repository, the null id left out.
  ///
  /// @param git where HEAD's own log is
  public static Set<String> tips(GitFolder git, GitState before, GitState after) {
    var tips = new LinkedHashSet<String>();
    for (var move : moves("", before, after)) {
      var name = move.name();
      if (name == null || !name.startsWith("refs/tags/")) {
        tips.add(Objects.requireNonNullElse(move.after(), ""));
      }
      if (move.what().equals("stash")) {
        tips.add(Objects.requireNonNullElse(move.before(), ""));
      }
    }
    if (!before.upstream.equals(after.upstream)) {
      tips.add(after.upstream.orElse(""));
    }
    tips.addAll(logged(git, before, after, _ -> true));
    tips.removeIf(each -> !isId(each) || each.chars().allMatch(letter -> letter == '0'));
    return tips;
  }

  /// The commits that HEAD was at from `before` to `after`, as its own log says.
  ///
  /// @param wanted after which operations
  public static Set<String> logged(
      GitFolder git, GitState before, GitState after, Predicate<String> wanted) {
    var known = before.headLog.map(Reflog::size).orElse(0L);
    return before.headLog.equals(after.headLog)
        ? Set.of()
        : ReflogTail.commits(git.own().resolve("logs/HEAD"), known, wanted);
  }

  /// The commits that are in use: HEAD's, and those of the stash and of what is going on.
  public Set<String> inUse() {
    var used = new LinkedHashSet<String>();
    head.ifPresent(used::add);
    used.addAll(states.values());
    used.add(refs.getOrDefault("refs/stash", ""));
    used.removeIf(each -> !isId(each));
    return used;
  }

  private interface Difference {
    void of(String name, @Nullable String before, @Nullable String after);
  }

  private static void differing(
      Map<String, String> before, Map<String, String> after, Difference difference) {
    before.forEach((name, value) -> {
      if (!Objects.equals(value, after.get(name))) {
        difference.of(name, value, after.get(name));
      }
    });
    after.forEach((name, value) -> {
      if (!before.containsKey(name)) {
        difference.of(name, null, value);
      }
    });
  }

  private static GitMove move(
      String root,
      String what,
      @Nullable String name,
      Optional<String> before,
      Optional<String> after,
      @Nullable String operation) {
    return new GitMove(root, what, name, before.orElse(null), after.orElse(null), operation);
  }
}
