package dev.clew.recorder;

import dev.clew.event.GitMove;
import dev.clew.origin.Arrival;
import dev.clew.origin.GitLog;
import dev.clew.workspace.GitFolder;
import dev.clew.workspace.GitState;
import dev.clew.workspace.RootChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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

  private final Path root;
  private final Optional<GitFolder> git;
  private final CommitFiles commits;
  private Optional<GitState> state = Optional.empty();
  private Optional<String> left = Optional.empty();
  private List<String> tips = List.of();

  GitSight(RootChoice.Root root) {
    this.root = root.folder();
    this.git = root.git();
    this.commits = new CommitFiles(root.folder());
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
    state = git.map(GitState::of);
    left = before.flatMap(GitState::head);
    tips = List.copyOf(tips(before));
    if (before.isEmpty() || state.isEmpty()) {
      return List.of();
    }
    var brought = new ArrayList<Brought>();
    for (var move : GitState.moves(root.toString(), before.get(), state.get())) {
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
    var wanted = new HashSet<String>();
    for (var each : brought) {
      if (each.commit != null) {
        wanted.add(each.commit);
        if (each.left != null) {
          wanted.add(each.left);
        }
      }
    }
    var told =
        paths.isEmpty() || wanted.isEmpty()
            ? Optional.of(Map.<String, Map<String, String>>of())
            : commits.blobs(wanted, paths);
    var arrivals = new ArrayList<Arrival>();
    for (var each : brought) {
      arrivals.add(
          new Arrival(
              each.move,
              each.commit,
              told.map(blobs -> of(each.commit, blobs)).orElseGet(() -> notTold(paths)),
              told.map(blobs -> of(each.left, blobs)).orElseGet(Map::of)));
    }
    return arrivals;
  }

  private static Map<String, String> of(
      @Nullable String commit, Map<String, Map<String, String>> blobs) {
    return commit == null ? Map.of() : blobs.getOrDefault(commit, Map.of());
  }

  private static Map<String, String> notTold(List<String> paths) {
    return paths.stream().distinct().collect(Collectors.toMap(path -> path, _ -> NOT_TOLD));
  }
}
