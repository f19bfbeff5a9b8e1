package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.move.Reverting;
import dev.clew.move.Reverting.End;
import dev.clew.move.Waiting;
import dev.clew.query.QueryException;
import dev.clew.query.Reverts;
import dev.clew.recorder.NoMoveException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew revert-commit SESSION`: takes back what commits brought of a session's work, and commits
/// that.
///
/// Files are written as by every move; the commit is made by the user's own Git.
final class RevertCommitCommand implements Command {
  @Override
  public CommandSpec spec() {
    var spec =
        Help.command(
                "revert-commit",
                "Take back what commits brought of a session's work, and commit that: what others did"
                    + " in these commits and since stays. Your Git makes the commit, with your name,"
                    + " signature and hooks; whatever else is staged or changed stays so.",
                "clew revert-commit last --dry-run   what would change, and the message",
                "clew revert-commit 1a2b3c           asks, and commits",
                "clew revert-commit last -- src      only the files below src",
                "clew revert-commit last --no-commit changes and stages the files only",
                "clew revert-commit --continue       after conflicts were resolved; or --abort")
            .addOption(Help.flag("--no-commit", "Change and stage the files, and do not commit."))
            .addOption(Help.flag("--continue", "The conflicts are resolved: commit."))
            .addOption(Help.flag("--abort", "Bring the files back as they were before."));
    return MoveOptions.addTo(spec)
        .addPositional(
            PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("SESSION")
                .description("A session; or 'last'. After --, files and folders.")
                .build());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException,
          QueryException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    try {
      return new Run(arguments, context).run();
    } catch (NoMoveException e) {
      throw new CommandException(Exit.NO, String.valueOf(e.getMessage()));
    }
  }

  /// One call of the command.
  private static final class Run {
    private final ParseResult arguments;
    private final Context context;
    private final MoveOptions options;
    private final RevertText text;
    private final MoveMaking making;
    private final Reverting reverting;

    Run(ParseResult arguments, Context context) {
      this.arguments = arguments;
      this.context = context;
      this.options = MoveOptions.of(arguments);
      this.text = new RevertText(context.terminal(), options);
      this.making = new MoveMaking(context);
      this.reverting = new Reverting(context.home(), context.environment());
    }

    Exit run()
        throws CommandException,
            NoMoveException,
            QueryException,
            IOException,
            SQLException,
            InterruptedException {
      var goesOn = arguments.hasMatchedOption("--continue");
      options.check(goesOn);
      if (!options.dryRun()) {
        making.endBroken();
      }
      if (goesOn) {
        return goOn();
      }
      return arguments.hasMatchedOption("--abort") ? abort() : revert();
    }

    private Exit revert()
        throws CommandException,
            NoMoveException,
            QueryException,
            IOException,
            SQLException,
            InterruptedException {
      var words = PathWords.of(arguments);
      if (words.ids().size() != 1) {
        throw new CommandException(
            Exit.USAGE, "revert the work of which session? as in: clew revert-commit last");
      }
      reverting.checkNothingWaits(WorkspaceRoot.of(context));
      OriginsBehind.catchUp(context);
      try (var sources = context.sources()) {
        var plan =
            Reverts.plan(
                words.ids().getFirst(), words.below(context), context.workingFolder(), sources);
        text.preview(plan);
        if (options.dryRun()) {
          return Exit.YES;
        }
        if (!options.yes()) {
          new MoveConsent(context.terminal()).ask(plan.move(), false);
        }
        var made = reverting.make(plan, arguments.hasMatchedOption("--no-commit"), making);
        if (made.end() instanceof End.Open) {
          text.open(plan, made.files());
        }
        return ended(made.end(), commit -> text.done(plan, made.files(), commit));
      }
    }

    private Exit goOn()
        throws CommandException,
            NoMoveException,
            QueryException,
            IOException,
            InterruptedException {
      var open = Waiting.forCommit(WorkspaceRoot.of(context), context.home());
      return ended(reverting.goOn(open), text::committed);
    }

    /// Tells a commit.
    private interface Told {
      /// @param commit absent where the files are only staged
      void tell(@Nullable String commit);
    }

    private Exit ended(End end, Told told) throws CommandException {
      return switch (end) {
        case End.Committed(var id) -> {
          told.tell(id);
          yield Exit.YES;
        }
        case End.Staged() -> {
          told.tell(null);
          yield Exit.YES;
        }
        case End.Nothing() -> {
          context.terminal().say("nothing is open: HEAD has these files as they are");
          yield Exit.YES;
        }
        case End.Open() -> Exit.NO;
        case End.Refused(var said) ->
            throw new CommandException(
                Exit.NO,
                ("the files are changed, and Git did not commit them:%n%s%n"
                        + "clew revert-commit --continue tries again; --abort brings the files back")
                    .formatted(said.indent(2).stripTrailing()));
        case End.Marked(var paths) -> throw MoveText.marked(paths, "clew revert-commit --abort");
      };
    }

    private Exit abort()
        throws CommandException,
            NoMoveException,
            QueryException,
            IOException,
            SQLException,
            InterruptedException {
      var open = Waiting.forCommit(WorkspaceRoot.of(context), context.home());
      try (var sources = context.sources()) {
        var plan = reverting.back(open, options.dryRun(), sources);
        if (plan.isEmpty()) {
          context.terminal().say("the files are as they were");
          return Exit.YES;
        }
        text.files(plan.get());
        if (options.dryRun()) {
          return Exit.YES;
        }
        if (!options.yes()) {
          new MoveConsent(context.terminal()).ask(plan.get(), false);
        }
        var result = reverting.abort(plan.get(), open, making);
        text.aborted(plan.get(), result);
        return result.isDone() ? Exit.YES : Exit.NO;
      }
    }
  }
}
