package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.query.MoveQuestion;
import dev.clew.query.MoveQuestion.Verb;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.query.RevertPlan;
import dev.clew.query.Reverts;
import dev.clew.recorder.Conflicts;
import dev.clew.workspace.CommitLog;
import dev.clew.workspace.OwnGit;
import dev.clew.workspace.OwnGit.Content;
import dev.clew.workspace.restore.Order;
import dev.clew.workspace.restore.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew revert-commit SESSION`: takes back what commits brought of a session's work, and commits
/// that.
///
/// Files are written as by every move; the commit is made by the user's own Git.
final class RevertCommitCommand implements Command {
  private static final String LINK = "120000";
  private static final String EXECUTABLE = "100755";
  private static final String FILE = "100644";

  @Override
  public CommandSpec spec() {
    return Help.command(
            "revert-commit",
            "Take back what commits brought of a session's work, and commit that: what others did in"
                + " these commits and since stays. Your Git makes the commit, with your name,"
                + " signature and hooks; whatever else is staged or changed stays so.",
            "clew revert-commit last --dry-run   what would change, and the message",
            "clew revert-commit 1a2b3c           asks, and commits",
            "clew revert-commit last --no-commit changes and stages the files only",
            "clew revert-commit --continue       after conflicts were resolved; or --abort")
        .addOption(Help.flag("--no-commit", "Change and stage the files, and do not commit."))
        .addOption(Help.flag("--continue", "The conflicts are resolved: commit."))
        .addOption(Help.flag("--abort", "Bring the files back as they were before."))
        .addOption(Help.flag("--patch", "Show the lines that would change."))
        .addOption(Help.flag("--yes", "Do not ask."))
        .addOption(Help.flag("--dry-run", "Change nothing."))
        .addOption(Help.json())
        .addPositional(
            PositionalParamSpec.builder()
                .index("0..1")
                .arity("0..1")
                .type(String.class)
                .paramLabel("SESSION")
                .description("A session; or 'last'.")
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
    var text =
        new RevertText(
            context.terminal(),
            arguments.hasMatchedOption("--json"),
            arguments.hasMatchedOption("--patch"));
    if (arguments.hasMatchedOption("--continue")) {
      return goOn(text, context);
    }
    if (!arguments.hasMatchedOption("--dry-run")) {
      MoveCommand.endBroken(context);
    }
    if (arguments.hasMatchedOption("--abort")) {
      return abort(arguments, text, context);
    }
    @Nullable String session = arguments.matchedPositionalValue(0, null);
    if (session == null) {
      throw new CommandException(
          Exit.USAGE, "revert the work of which session? as in: clew revert-commit last");
    }
    OriginsBehind.catchUp(context);
    try (var sources = context.sources()) {
      var plan = Reverts.plan(session, context.workingFolder(), sources);
      text.preview(plan, arguments.hasMatchedOption("--dry-run"));
      if (arguments.hasMatchedOption("--dry-run")) {
        return Exit.YES;
      }
      if (!arguments.hasMatchedOption("--yes")) {
        MoveCommand.confirm(plan.move(), false, context.terminal());
      }
      return make(plan, arguments.hasMatchedOption("--no-commit"), text, context);
    }
  }

  private static Exit make(RevertPlan plan, boolean noCommit, RevertText text, Context context)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var root = plan.move().root().folder();
    checkHead(root, plan.head());
    var first = noCommit ? "" : plan.message();
    var result = MoveCommand.make(plan.move(), false, first, context);
    var left = new HashSet<String>();
    result.outcomes().stream()
        .filter(each -> !each.isDone())
        .forEach(each -> left.add(each.path()));
    var contents =
        contents(plan.move().orders()).stream()
            .filter(each -> !left.contains(each.path()))
            .toList();
    var message = noCommit || left.isEmpty() ? first : plan.partly().message();
    var paths = contents.stream().map(Content::path).toList();
    var open = new Conflicts(root, result.step().hex(), paths, message);
    if (plan.move().conflicts() > 0 || !left.isEmpty()) {
      open.keep(context.home());
      text.open(plan, result);
      return Exit.NO;
    }
    try {
      var commit = commit(open, plan.head(), contents, context);
      open.settle(context.home());
      text.done(plan, result, commit);
      return Exit.YES;
    } catch (OwnGit.RefusedException e) {
      open.keep(context.home());
      throw refused(e);
    }
  }

  /// @return the commit; absent where only staging was asked for
  private static @Nullable String commit(
      Conflicts open, String head, List<Content> contents, Context context)
      throws CommandException, OwnGit.RefusedException, IOException, InterruptedException {
    checkHead(open.root(), head);
    var git = new OwnGit(open.root(), context.environment());
    var message = open.message();
    if (message == null || message.isEmpty()) {
      git.stage(contents);
      return null;
    }
    return git.commit(contents, message);
  }

  private static void checkHead(Path root, String head) throws CommandException, IOException {
    if (!new CommitLog(root).head().equals(head)) {
      throw new CommandException(
          Exit.NO, "HEAD has moved while this was planned: nothing was committed; try again");
    }
  }

  private static CommandException refused(OwnGit.RefusedException e) {
    return new CommandException(
        Exit.NO,
        ("the files are changed, and Git did not commit them:%n%s%n"
                + "clew revert-commit --continue tries again; --abort brings the files back")
            .formatted(String.valueOf(e.getMessage()).indent(2).stripTrailing()));
  }

  private static List<Content> contents(List<Order> orders) throws IOException {
    var contents = new ArrayList<Content>();
    for (var order : orders) {
      var bytes = order.bytes();
      var after = order.after();
      if (bytes != null) {
        var file = after instanceof State.File one && one.executable() ? EXECUTABLE : FILE;
        var mode = after instanceof State.Link ? LINK : file;
        contents.add(new Content(order.path(), mode, bytes.get()));
      } else if (after instanceof State.Nothing && !(order.before() instanceof State.Folder)) {
        contents.add(Content.nothing(order.path()));
      }
    }
    return contents;
  }

  /// Those that wait for a commit.
  private static Conflicts open(Context context) throws CommandException, IOException {
    var open = MoveCommand.conflicts(context);
    if (open.message() == null) {
      throw new CommandException(
          Exit.USAGE, "what is open is another move: clew undo --continue, or --abort");
    }
    return open;
  }

  private static Exit goOn(RevertText text, Context context)
      throws CommandException, IOException, InterruptedException {
    var open = open(context);
    MoveCommand.checkResolved(open, "clew revert-commit --abort");
    if (isCommitted(open)) {
      open.settle(context.home());
      context.terminal().say("nothing is open: HEAD has these files as they are");
      return Exit.YES;
    }
    try {
      var head = new CommitLog(open.root()).head();
      var commit = commit(open, head, onDisk(open), context);
      open.settle(context.home());
      text.committed(commit);
      return Exit.YES;
    } catch (OwnGit.RefusedException e) {
      throw refused(e);
    }
  }

  /// Whether the files are as in HEAD: a command was ended after its commit, or somebody committed.
  private static boolean isCommitted(Conflicts open) throws IOException {
    return Collections.disjoint(new CommitLog(open.root()).dirty(), open.paths());
  }

  /// The files as somebody has resolved them.
  private static List<Content> onDisk(Conflicts open) throws IOException {
    var contents = new ArrayList<Content>();
    for (var path : open.paths()) {
      var file = open.root().resolve(path);
      if (Files.isSymbolicLink(file)) {
        var target = Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8);
        contents.add(new Content(path, LINK, target));
      } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        var mode = Files.isExecutable(file) ? EXECUTABLE : FILE;
        contents.add(new Content(path, mode, Files.readAllBytes(file)));
      } else {
        contents.add(Content.nothing(path));
      }
    }
    return contents;
  }

  private static Exit abort(ParseResult arguments, RevertText text, Context context)
      throws CommandException,
          QueryException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var open = open(context);
    if (isCommitted(open)) {
      open.settle(context.home());
      throw new CommandException(
          Exit.NO,
          "HEAD has these files as they are: 'git revert HEAD' takes the commit back, if there is one");
    }
    var question = new MoveQuestion(Verb.UNDO);
    var values =
        Map.of(
            "folder",
            open.root().toString(),
            "what",
            open.step(),
            "abort",
            "true",
            "files",
            "true");
    try (var sources = context.sources()) {
      var plan = question.plan(Request.of(question, values), sources);
      if (plan.changes() > 0) {
        text.files(plan);
        if (!arguments.hasMatchedOption("--yes")) {
          MoveCommand.confirm(plan, false, context.terminal());
        }
        var result = MoveCommand.make(plan, true, context);
        open.settle(context.home());
        text.aborted(plan, result);
        return result.outcomes().stream().allMatch(each -> each.isDone()) ? Exit.YES : Exit.NO;
      }
      open.settle(context.home());
      context.terminal().say("the files are as they were");
      return Exit.YES;
    }
  }
}
