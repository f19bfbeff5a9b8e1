package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.move.Waiting;
import dev.clew.query.MoveQuestion;
import dev.clew.query.MoveQuestion.Verb;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.recorder.Conflicts;
import dev.clew.recorder.NoMoveException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew rewind`, `undo`, `redo` and `keep`: shows what would change, asks, and changes it.
final class MoveCommand implements Command {
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
    spec.addOption(
        Help.flag("--files", "Change files whatever Git is doing, and wherever HEAD is."));
    return MoveOptions.addTo(spec)
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
  public boolean isSaid(List<String> words) {
    return MoveOptions.asksNobody(words) && !words.contains("--hunk");
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException,
          QueryException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var options = MoveOptions.of(arguments);
    var goesOn = arguments.hasMatchedOption("--continue");
    options.check(goesOn);
    var making = new MoveMaking(context);
    if (!options.dryRun()) {
      making.endBroken();
    }
    if (goesOn) {
      return goOn(context);
    }
    var aborts = arguments.hasMatchedOption("--abort");
    var values = values(arguments, context);
    var terminal = context.terminal();
    try (var sources = context.sources()) {
      var plan = question.plan(Request.of(question, values), sources);
      if (arguments.hasMatchedOption("--hunk")) {
        plan = new HunkChoice(terminal).choose(plan);
      }
      var text = new MoveText(terminal, options);
      text.preview(plan);
      if (options.dryRun()) {
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
      if (!options.yes()) {
        new MoveConsent(terminal).ask(plan, arguments.hasMatchedOption("--exact"));
      }
      var result = making.make(aborts ? plan.orderAbort() : plan.order());
      text.done(plan, result);
      return result.isDone() && plan.conflicts() == 0 ? Exit.YES : Exit.NO;
    } catch (NoMoveException e) {
      throw new CommandException(Exit.NO, String.valueOf(e.getMessage()));
    }
  }

  private Map<String, String> values(ParseResult arguments, Context context)
      throws CommandException, QueryException, IOException {
    var words = PathWords.of(arguments);
    var ids = new ArrayList<>(words.ids());
    var values = new HashMap<String, String>();
    values.put("folder", context.workingFolder().toString());
    if (arguments.hasMatchedOption("--abort")) {
      ids.add(Waiting.in(WorkspaceRoot.of(context), context.home()).step());
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
    if (!words.paths().isEmpty()) {
      values.put("path", String.join("\n", words.below(context)));
    }
    if (arguments.hasMatchedOption("--files")) {
      values.put("files", "true");
    }
    if (verb == Verb.REWIND && arguments.hasMatchedOption("--exact")) {
      values.put("exact", "true");
    }
    return values;
  }

  private static Exit goOn(Context context) throws CommandException, QueryException, IOException {
    var open = Waiting.withoutCommit(WorkspaceRoot.of(context), context.home());
    var marked = open.open();
    if (!marked.isEmpty()) {
      throw MoveText.marked(marked, "clew undo --abort");
    }
    open.settle(context.home());
    context.terminal().say("resolved");
    return Exit.YES;
  }
}
