package dev.clew.cli;

import dev.clew.query.Overlap;
import dev.clew.query.OverlapsQuestion;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.query.Sources;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew overlaps`: files that several changed; with `--live` as it happens.
final class OverlapsCommand implements Command {
  private static final String LIVE = "--live";

  private final OverlapsQuestion question = new OverlapsQuestion();
  private final QuestionCommand<Overlap> asking =
      new QuestionCommand<>(question, new OverlapsText());

  @Override
  public CommandSpec spec() {
    return asking
        .spec()
        .addOption(Help.flag(LIVE, "What comes, as it comes, until Ctrl-C; --since: and before."));
  }

  @Override
  public boolean isQuestion() {
    return true;
  }

  /// Who follows goes on until interrupted: in a process of its own.
  @Override
  public boolean isSaid(List<String> words) {
    return !words.contains(LIVE);
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, QueryException, IOException, SQLException, InterruptedException {
    return arguments.hasMatchedOption(LIVE)
        ? follow(arguments, context)
        : asking.run(arguments, context);
  }

  private Exit follow(ParseResult arguments, Context context)
      throws CommandException, QueryException, IOException, SQLException, InterruptedException {
    var recorder =
        new RecorderProcess(context)
            .running()
            .orElseThrow(() ->
                new CommandException(
                    Exit.ENVIRONMENT,
                    "no recorder runs in %s: 'clew up' starts one, which follows the agents"
                        .formatted(context.home().folder())));
    var values = values(arguments, context);
    var told = new Told(context, arguments.hasMatchedOption("--json"));
    var ended = TailCommand.onInterrupt(told::flush);
    try (var sources = context.sources()) {
      if (values.containsKey("session")) {
        values.put("session", sources.session(values.get("session")));
      }
      return follow(recorder, values, sources, told);
    } finally {
      Runtime.getRuntime().removeShutdownHook(ended);
    }
  }

  private static Map<String, String> values(ParseResult arguments, Context context) {
    var values = new HashMap<String, String>();
    String session = arguments.matchedPositionalValue(0, (String) null);
    if (session != null) {
      values.put("session", session);
    }
    for (var name : List.of("since", "path", "kind")) {
      String value = arguments.matchedOptionValue("--" + name, (String) null);
      if (value != null) {
        values.put(name, value);
      }
    }
    values.put("folder", context.workingFolder().toString());
    return values;
  }

  private Exit follow(
      RecorderClient recorder, Map<String, String> values, Sources sources, Told told)
      throws CommandException, QueryException, IOException, SQLException, InterruptedException {
    try (var live = recorder.live(java.util.Optional.empty())) {
      var known = question.ask(Request.of(question, values), sources).rows();
      if (values.containsKey("since")) {
        known.reversed().forEach(told::print);
      } else {
        known.forEach(told::knows);
      }
      told.flush();
      for (var changed = live.next(); changed.isPresent(); changed = live.next()) {
        for (var row : news(values, changed.get(), sources)) {
          told.print(row);
        }
        told.flush();
        if (told.isLost()) {
          return Exit.YES; // whoever read has had enough
        }
      }
    }
    throw new CommandException(Exit.ENVIRONMENT, "the recorder stopped: 'clew up' starts it again");
  }

  /// The files of the sessions that changed, the one that was changed last at the end.
  private List<Overlap> news(Map<String, String> values, List<String> sessions, Sources sources)
      throws QueryException, SQLException {
    var rows = new ArrayList<Overlap>();
    if (values.containsKey("session")) {
      rows.addAll(question.ask(Request.of(question, values), sources).rows());
    } else {
      for (var session : sessions) {
        var asked = new HashMap<>(values);
        asked.put("session", session);
        rows.addAll(question.ask(Request.of(question, asked), sources).rows());
      }
    }
    return rows.reversed();
  }

  /// What has been printed: a file is printed again when another changed it, or wrote from a
  /// version that was no longer there.
  private static final class Told {
    private final Context context;
    private final boolean json;
    private final OverlapsQuestion question = new OverlapsQuestion();
    private final Map<String, String> said = new HashMap<>();

    Told(Context context, boolean json) {
      this.context = context;
      this.json = json;
    }

    void knows(Overlap row) {
      said.put(row.path(), state(row));
    }

    private static String state(Overlap row) {
      return "%s %d"
          .formatted(
              row.parties().stream()
                  .map(party -> party.agent() + party.session())
                  .sorted()
                  .toList(),
              row.writes().size());
    }

    void print(Overlap row) {
      if (state(row).equals(said.put(row.path(), state(row)))) {
        return;
      }
      if (json) {
        Ndjson.print(context.terminal().out(), List.of(row), question::write);
      } else {
        OverlapsText.print(row, context);
      }
    }

    void flush() {
      context.terminal().out().flush();
    }

    boolean isLost() {
      return context.terminal().out().checkError();
    }
  }
}
