package dev.clew.recorder;

import dev.clew.event.GitMove;
import dev.clew.origin.Arrival;
import dev.clew.origin.GitLog;
import dev.clew.workspace.GitFolder;
import dev.clew.workspace.GitState;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.StagedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What Git does in one workspace, from look to look. For one thread at a time.
final class GitSight {
  /// Stands for the blob of a path where Git does not tell which it is.
  private static final String NOT_TOLD = "?";

  /// So many commits before HEAD, and so many with a name, may have given a file back.
  private static final int ANCESTORS = 50;

  private static final int NAMES = 64;

  private static final int OLDER = 5;

  /// Where more paths changed, only what moved is asked.
  private static final int FEW = 100;

  private final RootChoice.Root root;
  private final Optional<GitFolder> git;
  private Optional<GitState> state = Optional.empty();
  private Optional<GitState> earlier = Optional.empty();
  private Optional<String> left = Optional.empty();
  private List<String> tips = List.of();
  private Set<String> committed = Set.of();
  private List<String> joined = List.of();

  GitSight(RootChoice.Root root) {
    this.root = root;
    this.git = root.git();
  }

  /// Where Git stood at the last call of [#arrivals]; empty outside Git.
  Optional<GitState> state() {
    return state;
  }

  /// The commits that may be new since the call of [#arrivals] before the last one; all that are in
  /// use where there was none.
  List<String> tips() {
    return tips;
  }

  /// Where HEAD stood before the last call of [#arrivals].
  Optional<String> left() {
    return left;
  }

  /// A move, the commit that it put into the working tree, and the one that was there before.
  private record Brought(GitMove move, @Nullable String commit, @Nullable String left) {}

  /// What Git did since the last call.
  ///
  /// @param paths those that changed meanwhile
  List<Arrival> arrivals(List<String> paths) {
    var before = state;
    earlier = before;
    state = git.map(GitState::of);
    left = before.flatMap(GitState::head);
    tips = List.copyOf(tips(before));
    committed = committed(before);
    joined = before.map(each -> List.copyOf(each.inUse())).orElse(List.of());
    if (before.isEmpty() || state.isEmpty()) {
      return List.of();
    }
    var brought = new ArrayList<Brought>();
    for (var move : GitState.moves(root.folder().toString(), before.get(), state.get())) {
      brought.add(brought(move, before.get(), state.get()));
      stashed(move, state.get()).ifPresent(brought::add);
    }
    return arrivals(brought, paths);
  }

  private Set<String> tips(Optional<GitState> before) {
    if (git.isEmpty() || state.isEmpty()) {
      return Set.of();
    }
    return before.isEmpty()
        ? state.get().inUse()
        : GitState.tips(git.get(), before.get(), state.get());
  }

  /// The commits that were made of the working tree meanwhile, as HEAD's own log says.
  private Set<String> committed(Optional<GitState> before) {
    return git.isEmpty() || before.isEmpty() || state.isEmpty()
        ? Set.of()
        : GitState.logged(
            git.get(), before.get(), state.get(), operation -> operation.startsWith("commit"));
  }

  private static Brought brought(GitMove move, GitState before, GitState after) {
    var operation = move.operation();
    return switch (move.what()) {
      case "head" ->
          operation != null && GitLog.brings(operation)
              ? new Brought(move, move.after(), move.before())
              : new Brought(move, null, null);
      case "stash" ->
          isPop(move, before, after)
              ? new Brought(move, move.before(), after.head().orElse(null))
              : new Brought(move, after.head().orElse(null), move.after());
      // A commit takes its files from the working tree: what was brought is the one before.
      case "index" -> new Brought(move, before.head().orElse(null), null);
      default -> new Brought(move, null, null);
    };
  }

  private static boolean isPop(GitMove move, GitState before, GitState after) {
    return move.after() == null
        || (move.before() != null
            && after.stashLog().map(GitState.Reflog::size).orElse(0L)
                < before.stashLog().map(GitState.Reflog::size).orElse(0L));
  }

  /// `git stash apply` moves nothing but the index.
  private static Optional<Brought> stashed(GitMove move, GitState after) {
    var stash = after.refs().get("refs/stash");
    return move.what().equals("index") && stash != null
        ? Optional.of(new Brought(move, stash, after.head().orElse(null)))
        : Optional.empty();
  }

  private List<Arrival> arrivals(List<Brought> brought, List<String> paths) {
    if (paths.isEmpty() || brought.stream().noneMatch(GitSight::mayBring)) {
      return brought.stream().map(each -> arrival(each, Map.of(), Map.of())).toList();
    }
    try (var blobs = CommitBlobs.of(root, paths)) {
      var made = made(paths, blobs);
      var arrivals = new ArrayList<Arrival>();
      for (var each : brought) {
        var its = arrival(each, without(blobs.of(each.commit), made), left(each, blobs));
        arrivals.add(its.withStaged(staged(each, paths)));
      }
      for (var each : others(brought, paths, blobs)) {
        arrivals.add(arrival(each, without(blobs.of(each.commit), made), Map.of()));
      }
      return arrivals;
    } catch (IOException e) {
      return brought.stream().map(each -> arrival(each, notTold(paths), Map.of())).toList();
    }
  }

  /// Also without any commit the index may have what a file had.
  private static boolean mayBring(Brought brought) {
    return brought.commit != null || brought.move.what().equals("index");
  }

  private Map<String, String> staged(Brought brought, List<String> paths) {
    return git.isPresent() && committed.isEmpty() && brought.move.what().equals("index")
        ? StagedFiles.of(git.get(), paths)
        : Map.of();
  }

  /// What was there before a move: of the commit that was left, and of those being joined to it.
  private Map<String, String> left(Brought brought, CommitBlobs blobs) throws IOException {
    var all = new HashMap<>(blobs.of(brought.left));
    if (brought.left != null) {
      for (var each : joined) {
        blobs.of(each).forEach(all::putIfAbsent);
      }
    }
    return all;
  }

  private static Arrival arrival(
      Brought brought, Map<String, String> blobs, Map<String, String> left) {
    return new Arrival(
        brought.move, brought.commit, brought.commit == null ? Map.of() : blobs, left);
  }

  /// What commits since the last look took from the working tree: Git did not bring it there. By
  /// path, as `path blob`. What some commit had before may have been given back and committed then.
  private Set<String> made(List<String> paths, CommitBlobs blobs) throws IOException {
    var made = new HashSet<String>();
    for (var commit : committed.stream().skip(Math.max(0, committed.size() - NAMES)).toList()) {
      var before = blobs.of(blobs.parent(commit).orElse(null));
      blobs
          .of(commit)
          .forEach((path, blob) -> {
            if (!blob.equals(before.get(path))) {
              made.add(path + " " + blob);
            }
          });
    }
    if (!made.isEmpty()) {
      var older = new LinkedHashSet<String>();
      left.ifPresent(older::add);
      if (paths.size() <= FEW && earlier.isPresent()) {
        older.addAll(named(earlier.get(), blobs));
      }
      for (var each : older) {
        blobs.of(each).forEach((path, blob) -> made.remove(path + " " + blob));
      }
    }
    return made;
  }

  private static Map<String, String> without(Map<String, String> blobs, Set<String> made) {
    if (made.isEmpty()) {
      return blobs;
    }
    var rest = new HashMap<>(blobs);
    rest.entrySet().removeIf(each -> made.contains(each.getKey() + " " + each.getValue()));
    return rest;
  }

  /// The other commits that the same moves may have taken files from: those that a ref was at
  /// meanwhile, a stash's parents, and where only the index moved those that have a name, and the
  /// newest before HEAD.
  private List<Brought> others(List<Brought> brought, List<String> paths, CommitBlobs blobs)
      throws IOException {
    var others = new ArrayList<Brought>();
    var move = brought.getFirst().move;
    for (var each : brought) {
      var stash = each.move.what().equals("stash") ? each.commit : null;
      if (stash != null) {
        for (var parent : blobs.parents(stash)) {
          others.add(new Brought(each.move, parent, null));
        }
      }
      move = each.commit != null && !each.move.what().equals("index") ? each.move : move;
      if (each.move.what().equals("index") && paths.size() <= FEW) {
        named(state.orElseThrow(), blobs)
            .forEach(commit -> others.add(new Brought(each.move, commit, null)));
      }
    }
    if (!move.what().equals("index")) {
      var asked =
          paths.size() <= FEW
              ? tips.subList(Math.max(0, tips.size() - NAMES), tips.size())
              : List.<String>of();
      for (var tip : asked) {
        if (!committed.contains(tip)) {
          others.add(new Brought(move, tip, null));
        }
      }
    }
    return others;
  }

  /// The commits that files may be given back from, as Git stood then.
  private static Set<String> named(GitState now, CommitBlobs blobs) throws IOException {
    var named = new LinkedHashSet<String>();
    addWithOlder(now.head().orElse(null), ANCESTORS, blobs, named);
    named.addAll(now.inUse());
    now.upstream().ifPresent(named::add);
    var stash = now.refs().get("refs/stash");
    if (stash != null) {
      named.addAll(blobs.parents(stash));
    }
    for (var each : now.refs().values().stream().limit(NAMES).toList()) {
      addWithOlder(each, OLDER, blobs, named);
    }
    return named;
  }

  private static void addWithOlder(
      @Nullable String commit, int most, CommitBlobs blobs, Set<String> named) throws IOException {
    var at = Optional.ofNullable(commit);
    for (var i = 0; i < most && at.isPresent() && (named.add(at.get()) || i == 0); i++) {
      at = blobs.parent(at.get());
    }
  }

  private static Map<String, String> notTold(List<String> paths) {
    return paths.stream().distinct().collect(Collectors.toMap(path -> path, _ -> NOT_TOLD));
  }
}
