package dev.clew.move;

import dev.clew.query.MovePlan;
import dev.clew.query.QueryException;
import dev.clew.query.RevertPlan;
import dev.clew.query.Sources;
import dev.clew.recorder.Conflicts;
import dev.clew.recorder.Home;
import dev.clew.recorder.MoveResult;
import dev.clew.recorder.NoMoveException;
import dev.clew.workspace.CommitLog;
import dev.clew.workspace.OwnGit;
import dev.clew.workspace.OwnGit.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Takes a session's commits back as planned: writes the files as every move, and has the user's
/// own Git commit them. Where one of the two stops, what is missing waits until somebody goes on
/// with it or takes it back.
public final class Reverting {
  private final Home home;
  private final Map<String, String> environment;
  private final Consumer<String> reached;

  /// @param environment what the user has set: Git gets it
  public Reverting(Home home, Map<String, String> environment) {
    this(home, environment, _ -> {});
  }

  /// @param reached hears of each point at which a process may end, before it goes on
  public Reverting(Home home, Map<String, String> environment, Consumer<String> reached) {
    this.home = home;
    this.environment = environment;
    this.reached = reached;
  }

  /// How far it has come.
  public sealed interface End {
    /// All is done.
    ///
    /// @param id of the new commit
    record Committed(String id) implements End {}

    /// All is done: a commit was not asked for.
    record Staged() implements End {}

    /// HEAD had the files as they are already; what waited is forgotten.
    record Nothing() implements End {}

    /// Files are in conflict, or somebody changed them meanwhile: nothing was committed, and it
    /// waits.
    record Open() implements End {}

    /// Git did not commit: it waits.
    ///
    /// @param said what Git or a hook of it said
    record Refused(String said) implements End {}

    /// Files still have conflict markers: it waits.
    record Marked(List<String> paths) implements End {}
  }

  /// What became of it.
  public record Made(MoveResult files, End end) {}

  /// Holds a workspace to having nothing that waits for a commit.
  ///
  /// @throws QueryException when something does, with the way out
  public void checkNothingWaits(Path root)
      throws QueryException, IOException, InterruptedException {
    var open = Conflicts.of(home, root).filter(each -> each.message() != null);
    if (open.isPresent() && !settled(open.get(), false)) {
      throw QueryException.usage(
          "an earlier revert-commit is still to be committed: clew revert-commit --continue, or"
              + " --abort");
    }
  }

  /// Makes it.
  ///
  /// @param stageOnly whether the files are to be staged only
  /// @throws NoMoveException when the repository is not as it was planned for
  public Made make(RevertPlan plan, boolean stageOnly, Maker maker)
      throws NoMoveException, IOException, SQLException, InterruptedException {
    var root = plan.move().root().folder();
    checkHead(root, plan.head());
    var whole = stageOnly ? "" : plan.message();
    var result = maker.make(plan.move().orderBefore(whole));
    reached.accept("files written");
    var left = result.left().stream().map(each -> each.path()).collect(Collectors.toSet());
    var contents =
        CommitFiles.of(plan.move().orders()).stream()
            .filter(each -> !left.contains(each.path()))
            .toList();
    var message = stageOnly || left.isEmpty() ? whole : plan.partly().message();
    var paths = contents.stream().map(Content::path).toList();
    var open = new Conflicts(root, result.step().hex(), paths, message);
    if (plan.move().conflicts() > 0 || !left.isEmpty()) {
      open.keep(home);
      return new Made(result, new End.Open());
    }
    return new Made(result, commit(open, plan.head(), contents));
  }

  private End commit(Conflicts open, String head, List<Content> contents)
      throws NoMoveException, IOException, InterruptedException {
    checkHead(open.root(), head);
    var git = git(open);
    var message = open.message();
    try {
      End end;
      if (message == null || message.isEmpty()) {
        git.stage(contents);
        end = new End.Staged();
      } else {
        end = new End.Committed(git.commit(contents, message));
      }
      open.settle(home);
      return end;
    } catch (OwnGit.RefusedException e) {
      open.keep(home);
      return new End.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static void checkHead(Path root, String head) throws NoMoveException, IOException {
    if (!new CommitLog(root).head().equals(head)) {
      throw new NoMoveException(
          "HEAD has moved while this was planned: nothing was committed; try again");
    }
  }

  /// Goes on with what waits: commits the files as somebody has resolved them.
  public End goOn(Conflicts open) throws NoMoveException, IOException, InterruptedException {
    var marked = open.open();
    if (!marked.isEmpty()) {
      return new End.Marked(marked);
    }
    if (settled(open, false)) {
      return new End.Nothing();
    }
    var head = new CommitLog(open.root()).head();
    return commit(open, head, CommitFiles.onDisk(open.root(), open.paths()));
  }

  private OwnGit git(Conflicts open) {
    return new OwnGit(open.root(), environment, reached);
  }

  /// Forgets what waits where HEAD has the files as they are: a process was ended after its commit,
  /// or somebody committed. Whether it was so.
  ///
  /// @param dryRun whether it is only asked: then it goes on waiting
  private boolean settled(Conflicts open, boolean dryRun) throws IOException, InterruptedException {
    var git = git(open);
    try {
      if (!git.isCommitted(CommitFiles.onDisk(open.root(), open.paths()))) {
        return false;
      }
      if (dryRun) {
        return true;
      }
      git.follow();
    } catch (OwnGit.RefusedException e) {
      return false; // Git says why when it is to commit
    }
    open.settle(home);
    return true;
  }

  /// How the files are brought back; empty where they are as they were, and nothing waits any more.
  ///
  /// @param dryRun whether it is only asked: what waits goes on waiting in any case
  /// @throws NoMoveException when HEAD has the files as they are: nothing waits any more
  public Optional<MovePlan> back(Conflicts open, boolean dryRun, Sources sources)
      throws NoMoveException, QueryException, SQLException, IOException, InterruptedException {
    checkUncommitted(open, dryRun);
    var plan = Waiting.back(open, true, sources);
    if (plan.changes() == 0) {
      if (!dryRun) {
        open.settle(home);
      }
      return Optional.empty();
    }
    return Optional.of(plan);
  }

  /// Refuses where HEAD has the files as they are: nothing waits any more.
  ///
  /// @param dryRun whether it is only asked: then it goes on waiting
  public void checkUncommitted(Conflicts open, boolean dryRun)
      throws NoMoveException, IOException, InterruptedException {
    if (settled(open, dryRun)) {
      throw new NoMoveException(
          "HEAD has these files as they are: 'git revert HEAD' takes the commit back, if there is one");
    }
  }

  /// Brings them back. What was staged of them and never to be committed by us is staged no more.
  public MoveResult abort(MovePlan plan, Conflicts open, Maker maker)
      throws NoMoveException, IOException, SQLException, InterruptedException {
    var staged = staged(open);
    var result = maker.make(plan.orderAbort());
    if (!staged.isEmpty()) {
      try {
        git(open).unstage(staged);
      } catch (OwnGit.RefusedException e) {
        throw new IOException(
            "the files are as they were, but not what is staged: 'git reset -- %s'; %s"
                .formatted(String.join(" ", staged), e.getMessage()),
            e);
      }
    }
    return result;
  }

  /// What an order to stage only has staged, and nobody has changed since.
  private List<String> staged(Conflicts open) throws IOException, InterruptedException {
    if (!"".equals(open.message())) {
      return List.of();
    }
    try {
      return List.copyOf(git(open).stagedAs(CommitFiles.onDisk(open.root(), open.paths())));
    } catch (OwnGit.RefusedException e) {
      return List.of();
    }
  }
}
