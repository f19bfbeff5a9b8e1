package dev.clew.cli;

import dev.clew.query.BlameQuestion;
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

/// `clew blame`: where each line of a file comes from.
final class BlameCommand implements Command {
  private final BlameQuestion question = new BlameQuestion();

  @Override
  public CommandSpec spec() {
    return Help.command(
            "blame",
            question.summary(),
            "clew blame src/app.py            who wrote each line: agent and step, a person, Git",
            "clew blame src/app.py:40,60      these lines alone; also -L 40,60",
            "clew blame app.py --at HEAD~3    as a commit has it",
            "clew blame app.py --at 9c41      as a step left it; a turn, a session, a time, too",
            "clew blame app.py --commits      with the commit that has each line, and its author",
            "clew blame app.py --json         one object a line, with the evidence")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .type(String.class)
                .paramLabel("FILE")
                .description("A file, with lines behind it where not all are asked for: FILE:3,9.")
                .build())
        .addOption(
            OptionSpec.builder("-L", "--lines")
                .type(String.class)
                .paramLabel("LINES")
                .description("These lines alone: 12, 12,20 or 12,+5.")
                .build())
        .addOption(
            Help.text("--at", "ID", "As a commit, step, turn, session, snapshot or time has it."))
        .addOption(
            Help.flag("--commits", "With the commit that has each line and its author, from Git."))
        .addOption(Help.flag("-w", "Leave out notes of what changed blanks only."))
        .addOption(Help.flag("--porcelain", "As git blame --line-porcelain prints it."))
        .addOption(Help.json());
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
      throws QueryException, SQLException, IOException, InterruptedException {
    var values = new HashMap<String, String>();
    values.put("folder", context.workingFolder().toString());
    values.put("file", arguments.matchedPositionalValue(0, ""));
    for (var name : List.of("lines", "at")) {
      if (arguments.hasMatchedOption("--" + name)) {
        values.put(name, arguments.matchedOptionValue("--" + name, ""));
      }
    }
    if (arguments.hasMatchedOption("--commits")) {
      values.put("commits", "true");
    }
    if (arguments.hasMatchedOption("-w")) {
      values.put("w", "true");
    }
    OriginsBehind.catchUp(context);
    try (var sources = context.sources()) {
      var answer = question.ask(Request.of(question, values), sources);
      var terminal = context.terminal();
      if (arguments.hasMatchedOption("--json")) {
        Ndjson.print(terminal.out(), answer.rows(), question::write);
      } else if (arguments.hasMatchedOption("--porcelain")) {
        new BlamePorcelain(terminal, values.getOrDefault("file", "")).print(answer.rows());
      } else {
        new BlameText(context).print(answer.rows());
      }
      answer.notes().forEach(terminal::say);
    }
    return Exit.YES;
  }
}
