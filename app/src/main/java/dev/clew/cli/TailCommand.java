package dev.clew.cli;

import dev.clew.query.NewsQuestion;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.query.Sources;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew tail`: the last steps, and then what agents do, as they do it.
final class TailCommand implements Command {
  private static final String LAST = "10";

  @Override
  public CommandSpec spec() {
    return Help.command(
            "tail",
            "Print the last steps, then prompts and steps as they come, until Ctrl-C.",
            "clew tail                    whatever any agent does",
            "clew tail last -n 20         the newest session, from its last 20 steps on",
            "clew tail --repo . --json    one row of the log a line, for scripts")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .type(String.class)
                .paramLabel("SESSION")
                .description("A session: any unique start of its id, or 'last'.")
                .build())
        .addOption(Help.text("-n", "N", "So many steps first (" + LAST + ")."))
        .addOption(Help.text("--repo", "REPO", "Only sessions in this folder, below or above it."))
        .addOption(Help.text("--agent", "AGENT", "Only one agent's sessions."))
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, QueryException, IOException, SQLException, InterruptedException {
    var home = context.home();
    var recorder =
        new RecorderProcess(context)
            .running()
            .orElseThrow(() ->
                new CommandException(
                    Exit.ENVIRONMENT,
                    "no recorder runs in %s: 'clew up' starts one, which follows the agents"
                        .formatted(home.folder())));
    var filters = filters(arguments, context);
    var out = new TailText(context, arguments.hasMatchedOption("--json"));
    var ended = onInterrupt(out::flush);
    try (var sources = context.sources()) {
      Optional<String> session =
          Optional.ofNullable(arguments.matchedPositionalValue(0, (String) null));
      if (session.isPresent()) {
        filters.put("session", sources.session(session.get()));
      }
      return follow(recorder, filters, arguments.matchedOptionValue("-n", LAST), sources, out);
    } finally {
      Runtime.getRuntime().removeShutdownHook(ended);
    }
  }

  private static Map<String, String> filters(ParseResult arguments, Context context) {
    var filters = new HashMap<String, String>();
    String agent = arguments.matchedOptionValue("--agent", "");
    String repo = arguments.matchedOptionValue("--repo", "");
    if (!agent.isEmpty()) {
      filters.put("agent", agent);
    }
    if (!repo.isEmpty()) {
      filters.put(
          "repo",
          repo.startsWith(".")
              ? context.workingFolder().resolve(repo).normalize().toString()
              : repo);
    }
    return filters;
  }

  /// A tail ends by Ctrl-C as a rule: that is no failure.
  static Thread onInterrupt(Runnable flush) {
    var hook =
        new Thread(
            () -> {
              flush.run();
              Runtime.getRuntime().halt(Exit.YES.code());
            },
            "end");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private static Exit follow(
      RecorderClient recorder,
      Map<String, String> filters,
      String last,
      Sources sources,
      TailText out)
      throws CommandException, QueryException, IOException, SQLException, InterruptedException {
    var named = Optional.ofNullable(filters.get("session"));
    try (var live = recorder.live(named)) {
      var question = new NewsQuestion();
      var begin = new HashMap<>(filters);
      begin.put("limit", last);
      var first = question.ask(Request.of(question, begin), sources);
      first.rows().forEach(out::print);
      out.flush();
      var entry = first.next().orElseThrow();
      for (var changed = live.next(); changed.isPresent(); changed = live.next()) {
        entry =
            print(
                question, filters, named.map(List::of).orElse(changed.get()), entry, sources, out);
        if (out.isLost()) {
          return Exit.YES; // whoever read has had enough
        }
      }
    }
    throw new CommandException(Exit.ENVIRONMENT, "the recorder stopped: 'clew up' starts it again");
  }

  /// Prints what is new in these sessions; where to go on from.
  private static String print(
      NewsQuestion question,
      Map<String, String> filters,
      List<String> sessions,
      String entry,
      Sources sources,
      TailText out)
      throws QueryException, SQLException {
    var next = entry;
    for (var session : sessions) {
      var values = new HashMap<>(filters);
      values.put("session", session);
      values.put("entry", entry);
      var news = question.ask(Request.of(question, values), sources);
      if (session.equals(sessions.getFirst())) {
        next = news.next().orElseThrow(); // the least of all: something may come twice
      }
      out.leftOut(session, news.total() - news.rows().size());
      news.rows().forEach(out::print);
    }
    out.flush();
    return next;
  }
}
