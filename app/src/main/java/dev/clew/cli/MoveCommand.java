package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.query.MovePlan;
import dev.clew.query.MoveQuestion;
import dev.clew.query.MoveQuestion.Verb;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.recorder.Conflicts;
import dev.clew.recorder.MoveOrder;
import dev.clew.recorder.MoveResult;
import dev.clew.recorder.Mover;
import dev.clew.recorder.Mover.NoMoveException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew rewind`, `undo`, `redo` and `keep`: shows what would change, asks, and changes it.
final class MoveCommand implements Command {
  private static final String PATHS = "--";

  private final Verb verb;
  private final MoveQuestion question;

  MoveCommand(Verb verb) {
    this.verb = verb;
    this.question = new MoveQuestion(verb);
  }

  @Override
  public CommandSpec spec() {
    var spec = Help.command(verb.wire(), question.summary(), examples());
    if (verb == Verb.REWIND) {
      spec.addOption(
          Help.flag(
              "--exact", "The state exactly as it was: what people changed since goes, too."));
    }
    if (verb == Verb.UNDO) {
      spec.addOption(Help.flag("--hunk", "Ask for each passage."));
      spec.addOption(Help.flag("--continue", "The conflicts of the last move are resolved."));
      spec.addOption(Help.flag("--abort", "Take the last move back, with its conflicts."));
    }
    return spec.addOption(
            Help.flag("--files", "Change files whatever Git is doing, and wherever HEAD is."))
        .addOption(Help.flag("--patch", "Show the lines that would change."))
        .addOption(Help.flag("--yes", "Do not ask."))
        .addOption(Help.flag("--dry-run", "Change nothing."))
        .addOption(Help.json())
        .addPositional(
            PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(verb == Verb.REDO ? "PATH" : "ID")
                .description(described())
                .build());
  }

  private String described() {
    return switch (verb) {
      case REWIND ->
          "A step, turn, session or snapshot; ID^ is just before it. After --, files and folders.";
      case UNDO -> "A step, a turn, a session or an agent's name. After --, files and folders.";
      case KEEP -> "A session. After --, the files and folders to keep.";
      case REDO -> "After --, files and folders.";
    };
  }

  private String[] examples() {
    return switch (verb) {
      case REWIND ->
          new String[] {
            "clew rewind 9c41^               to just before a step: agents' work since goes",
            "clew rewind last^ --dry-run     what a rewind of the newest session would change",
            "clew rewind 9c41 -- src         only the files below src",
            "clew rewind 77ab --exact        exactly as it was, people's changes too"
          };
      case UNDO ->
          new String[] {
            "clew undo 9c41                  one step; all later work stays",
            "clew undo last -- src/App.java  what the newest session did to one file",
            "clew undo claude                all that one agent did",
            "clew undo 9c41 --hunk           choose passage by passage",
            "clew undo --continue            after conflicts were resolved; or --abort"
          };
      case REDO -> new String[] {"clew redo                       take the last move back"};
      case KEEP ->
          new String[] {"clew keep last -- src docs      the rest of the session's work goes"};
    };
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException,
          QueryException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    if (arguments.hasMatchedOption("--continue")) {
      return goOn(context);
    }
    var dryRun = arguments.hasMatchedOption("--dry-run");
    if (!dryRun) {
      endBroken(context);
    }
    var aborts = arguments.hasMatchedOption("--abort");
    var values = values(arguments, context);
    var terminal = context.terminal();
    var json = arguments.hasMatchedOption("--json");
    try (var sources = context.sources()) {
      var plan = question.plan(Request.of(question, values), sources);
      if (arguments.hasMatchedOption("--hunk")) {
        plan = new HunkChoice(terminal).choose(plan);
      }
      var text = new MoveText(terminal, json);
      if (!json || dryRun) {
        text.preview(plan, arguments.hasMatchedOption("--patch"));
      }
      if (dryRun) {
        text.total(plan);
        return Exit.YES;
      }
      if (plan.isNothing()) {
        if (aborts) {
          Conflicts.settle(context.home(), plan.root().folder());
        }
        text.nothing(plan);
        return Exit.YES;
      }
      if (!arguments.hasMatchedOption("--yes")) {
        confirm(plan, arguments.hasMatchedOption("--exact"), terminal);
      }
      var result = make(plan, aborts, context);
      text.done(plan, result);
      return result.outcomes().stream().allMatch(each -> each.isDone()) && plan.conflicts() == 0
          ? Exit.YES
          : Exit.NO;
    }
  }

  private Map<String, String> values(ParseResult arguments, Context context)
      throws CommandException, IOException {
    var words = arguments.matchedPositionalValue(0, List.<String>of());
    var original = arguments.originalArgs();
    var mark = original.indexOf(PATHS);
    var paths = mark < 0 ? List.<String>of() : original.subList(mark + 1, original.size());
    var ids = new ArrayList<>(words.subList(0, words.size() - paths.size()));
    var values = new HashMap<String, String>();
    values.put("folder", context.workingFolder().toString());
    if (arguments.hasMatchedOption("--abort")) {
      ids.add(conflicts(context).step());
      values.put("abort", "true");
    }
    if (ids.size() != (verb == Verb.REDO ? 0 : 1)) {
      throw new CommandException(
          Exit.USAGE,
          verb == Verb.REDO
              ? "redo takes the last move back; files are named after '--'"
              : "%s what? one id, as in: %s".formatted(verb.wire(), examples()[0].strip()));
    }
    if (!ids.isEmpty()) {
      values.put(
          switch (verb) {
            case REWIND -> "to";
            case UNDO -> "what";
            case KEEP, REDO -> "session";
          },
          ids.getFirst());
    }
    if (!paths.isEmpty()) {
      values.put("path", String.join("\n", below(paths, context)));
    }
    if (arguments.hasMatchedOption("--files")) {
      values.put("files", "true");
    }
    if (verb == Verb.REWIND && arguments.hasMatchedOption("--exact")) {
      values.put("exact", "true");
    }
    return values;
  }

  /// Paths as the workspace has them, from where the user stands.
  private static List<String> below(List<String> paths, Context context) throws CommandException {
    var root = WorkspaceRoot.of(context);
    var below = new ArrayList<String>();
    for (var path : paths) {
      var file = context.workingFolder().resolve(path).normalize();
      if (!file.startsWith(root)) {
        throw new CommandException(Exit.USAGE, "%s is not below %s".formatted(path, root));
      }
      var text = root.relativize(file).toString();
      below.add(text.isEmpty() ? "." : text);
    }
    return below;
  }

  static Conflicts conflicts(Context context) throws CommandException, IOException {
    return Conflicts.of(context.home(), WorkspaceRoot.of(context))
        .orElseThrow(
            () -> new CommandException(Exit.USAGE, "no move has left conflicts in this workspace"));
  }

  private static Exit goOn(Context context) throws CommandException, IOException {
    var conflicts = conflicts(context);
    if (conflicts.message() != null) {
      throw new CommandException(
          Exit.USAGE, "a commit is to follow: clew revert-commit --continue, or --abort");
    }
    checkResolved(conflicts, "clew undo --abort");
    conflicts.settle(context.home());
    context.terminal().say("resolved");
    return Exit.YES;
  }

  /// @param wayOut what there is to say instead of resolving them
  static void checkResolved(Conflicts conflicts, String wayOut)
      throws CommandException, IOException {
    var open = conflicts.open();
    if (!open.isEmpty()) {
      throw new CommandException(
          Exit.NO,
          "there are conflict markers in %s: resolve them, or: %s"
              .formatted(String.join(", ", open), wayOut));
    }
  }

  /// A move whose process died is ended before another begins.
  static void endBroken(Context context)
      throws IOException, SQLException, CorruptLedgerException, InterruptedException {
    if (!Mover.isBroken(context.home())) {
      return;
    }
    try (var door = HookDoor.open(context)) {
      var ended = new Mover(context.home(), door::take, context.random().get()).resume();
      door.drain();
      if (!ended.isEmpty()) {
        context.terminal().say(ended.text());
      }
    }
  }

  static void confirm(MovePlan plan, boolean exact, Terminal terminal)
      throws CommandException, IOException {
    if (!terminal.paged() || !terminal.live()) {
      throw new CommandException(
          Exit.USAGE,
          "%s would change: add --yes to mean it, or --dry-run to see"
              .formatted(Words.of(plan.changes(), "path")));
    }
    terminal.say(
        "change %s in %s? [y/N]".formatted(Words.of(plan.changes(), "path"), plan.root().folder()));
    var answer = Stdin.line().strip().toLowerCase(java.util.Locale.ROOT);
    if (!answer.equals("y") && !answer.equals("yes")) {
      throw new CommandException(Exit.NO, "nothing was changed");
    }
    if (exact) {
      terminal.say("what people changed since goes, too; type 'exact' to go on");
      if (!Stdin.line().strip().equals("exact")) {
        throw new CommandException(Exit.NO, "nothing was changed");
      }
    }
  }

  static MoveResult make(MovePlan plan, boolean aborts, Context context)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    return make(plan, aborts, null, context);
  }

  /// @param message of the commit that is to follow; absent where none is
  static MoveResult make(MovePlan plan, boolean aborts, @Nullable String message, Context context)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    try (var door = HookDoor.open(context)) {
      var result =
          new Mover(context.home(), door::take, context.random().get())
              .make(order(plan, aborts, message));
      door.drain();
      return result;
    } catch (NoMoveException e) {
      throw new CommandException(Exit.NO, String.valueOf(e.getMessage()));
    }
  }

  private static MoveOrder order(MovePlan plan, boolean aborts, @Nullable String message) {
    return new MoveOrder(
        plan.verb(),
        plan.title(),
        plan.root().folder(),
        plan.tree(),
        plan.orders(),
        aborts ? List.of() : plan.marked(),
        aborts,
        message);
  }
}
