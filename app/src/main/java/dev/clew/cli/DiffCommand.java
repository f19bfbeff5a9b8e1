package dev.clew.cli;

import dev.clew.query.DiffQuestion;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew diff`: how files differ, as `git diff` shows it.
final class DiffCommand implements Command {
  private final DiffQuestion question = new DiffQuestion();

  @Override
  public CommandSpec spec() {
    return Help.command(
            "diff",
            question.summary(),
            "clew diff                        what changed since the workspace was last seen",
            "clew diff 9c41                   what a step, a turn or a session did",
            "clew diff 9c41^ 7b20             from just before one step to just after another",
            "clew diff HEAD~2 last            from a commit to what the newest session left",
            "clew diff last --stat -- src     the files below src, and how many lines",
            "clew diff 9c41 --word            changed words within their lines")
        .addOption(Help.flag("--stat", "The files, and how many lines of each."))
        .addOption(Help.flag("--name-only", "The names of the files alone."))
        .addOption(Help.flag("--word", "Mark changed words within their lines."))
        .addOption(
            OptionSpec.builder("-U", "--unified")
                .type(String.class)
                .paramLabel("N")
                .description("Lines around a change: 3 unless you say otherwise.")
                .build())
        .addOption(Help.json())
        .addPositional(
            PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("ID")
                .description(
                    "A and B: steps, turns, sessions, snapshots, commits; STEP^ is just before it."
                        + " After --, files and folders.")
                .build());
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public boolean isQuestion() {
    return true;
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, QueryException, SQLException, IOException {
    var words = PathWords.of(arguments);
    var ids = words.ids();
    var paths = words.paths();
    if (ids.size() > 2) {
      throw new CommandException(
          Exit.USAGE, "diff compares two moments; files are named after '--': clew diff A -- FILE");
    }
    var stat = arguments.hasMatchedOption("--stat");
    var names = arguments.hasMatchedOption("--name-only");
    var values = new HashMap<String, String>();
    values.put("folder", context.workingFolder().toString());
    if (!ids.isEmpty()) {
      values.put("a", ids.getFirst());
    }
    if (ids.size() > 1) {
      values.put("b", ids.getLast());
    }
    if (!paths.isEmpty()) {
      values.put("path", String.join("\n", paths));
    }
    if (arguments.hasMatchedOption("--unified")) {
      values.put("unified", arguments.matchedOptionValue("--unified", ""));
    }
    if (arguments.hasMatchedOption("--word")) {
      values.put("word", "true");
    }
    if (stat || names) {
      values.put("no-patch", "true");
    }
    try (var sources = context.sources()) {
      var answer = question.ask(Request.of(question, values), sources);
      var terminal = context.terminal();
      if (arguments.hasMatchedOption("--json")) {
        Ndjson.print(terminal.out(), answer.rows(), question::write);
      } else if (names) {
        answer.rows().forEach(diff -> terminal.line(Escapes.line(diff.path())));
      } else {
        new DiffText(terminal).print(answer.rows());
      }
      answer.notes().forEach(terminal::say);
      if (answer.rows().isEmpty()) {
        terminal.say("no differences");
      }
    }
    return Exit.YES;
  }
}
