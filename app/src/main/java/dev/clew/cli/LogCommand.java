package dev.clew.cli;

import dev.clew.query.Answer;
import dev.clew.query.LogQuestion;
import dev.clew.query.PathVersion;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `clew log`: steps; with `-- PATH` or `-L` the history of a file or of some of its lines.
final class LogCommand implements Command {
  private static final int SCREENFUL = 50;

  private final LogQuestion question = new LogQuestion();
  private final QuestionCommand<LogQuestion.Row> steps =
      new QuestionCommand<>(question, new LogText());

  @Override
  public CommandSpec spec() {
    return steps
        .spec()
        .addOption(
            OptionSpec.builder("-L")
                .type(String.class)
                .paramLabel("LINES:FILE")
                .description("What changed these lines of a file: -L 10,20:app.py.")
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
      throws CommandException, QueryException, SQLException, IOException, InterruptedException {
    var original = arguments.originalArgs();
    var mark = original.indexOf("--");
    if (arguments.hasMatchedOption("-L")) {
      return lines(arguments.matchedOptionValue("-L", ""), arguments, context);
    }
    if (arguments.hasMatchedOption("--path")) {
      var values = new HashMap<String, String>();
      values.put("path", arguments.matchedOptionValue("--path", ""));
      values.put("lines", arguments.matchedOptionValue("--lines", ""));
      return history(values, arguments, context);
    }
    if (mark < 0) {
      return steps.run(arguments, context);
    }
    var paths = original.subList(mark + 1, original.size());
    if (paths.size() != 1 || !arguments.matchedPositionalValue(0, "").equals(paths.getFirst())) {
      throw new CommandException(
          Exit.USAGE, "log tells the history of one file or folder: clew log -- PATH");
    }
    var values = new HashMap<String, String>();
    values.put("path", paths.getFirst());
    return history(values, arguments, context);
  }

  private Exit lines(String text, ParseResult arguments, Context context)
      throws CommandException, QueryException, SQLException, IOException, InterruptedException {
    var colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new CommandException(
          Exit.USAGE, "-L: expected lines and a file, 10,20:app.py, found '%s'".formatted(text));
    }
    var values = new HashMap<String, String>();
    values.put("lines", text.substring(0, colon));
    values.put("path", text.substring(colon + 1));
    return history(values, arguments, context);
  }

  private Exit history(Map<String, String> values, ParseResult arguments, Context context)
      throws QueryException, SQLException, IOException, InterruptedException {
    values.put("folder", context.workingFolder().toString());
    for (var flag : List.of("reverse", "patch")) {
      if (arguments.hasMatchedOption("--" + flag)) {
        values.put(flag, "true");
      }
    }
    for (var name : List.of("limit", "offset", "cursor")) {
      if (arguments.hasMatchedOption("--" + name)) {
        values.put(name, arguments.matchedOptionValue("--" + name, ""));
      }
    }
    var json = arguments.hasMatchedOption("--json");
    var terminal = context.terminal();
    if (!json && terminal.paged()) {
      values.putIfAbsent("limit", Integer.toString(SCREENFUL));
    }
    OriginsBehind.catchUp(context);
    try (var sources = context.sources()) {
      var answer = question.ask(Request.of(question, values), sources);
      if (json) {
        Ndjson.print(terminal.out(), answer.rows(), question::write);
      } else {
        print(answer, context);
      }
      answer.notes().forEach(terminal::say);
    }
    return Exit.YES;
  }

  private static void print(Answer<LogQuestion.Row> answer, Context context) {
    var text = new PathLogText(context);
    for (var row : answer.rows()) {
      if (row instanceof PathVersion version) {
        text.print(version);
      }
    }
    if (answer.total() > answer.rows().size()) {
      context
          .terminal()
          .say(
              "%d of %d versions; --limit N shows more"
                  .formatted(answer.rows().size(), answer.total()));
    }
  }
}
