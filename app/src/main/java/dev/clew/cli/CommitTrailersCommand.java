package dev.clew.cli;

import dev.clew.query.CommitTrailers;
import dev.clew.query.QueryException;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.StagedChanges;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew commit-trailers [GIT_NAME=VALUE...]`: the trailers of what is about to be committed, one a
/// line, and a line with a dot at the end. What the hook of `clew git-hooks` asks.
///
/// Whatever goes wrong, it says nothing: no commit is failed by us.
final class CommitTrailersCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command("commit-trailers", "Tell whose lines are about to be committed.")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("GIT_NAME=VALUE")
                .description("What Git has set for its hook.")
                .build())
        .addOption(Help.text("--within", "MS", "How long it may take; 800 when not told."));
  }

  @Override
  public boolean isQuestion() {
    return true;
  }

  @Override
  public Exit run(ParseResult arguments, Context context) throws InterruptedException {
    var choice =
        RootChoice.of(context.workingFolder(), context.userHome(), context.home().folder());
    if (!(choice instanceof RootChoice.Root root) || !context.home().exists()) {
      return Exit.NO;
    }
    var told = new HashMap<String, String>();
    List<String> words = arguments.matchedPositionalValue(0, List.<String>of());
    for (var word : words) {
      var equals = word.indexOf('=');
      if (equals > 0 && StagedChanges.VARIABLES.contains(word.substring(0, equals))) {
        told.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    var within = Duration.ofMillis(Long.parseLong(arguments.matchedOptionValue("--within", "800")));
    try (var sources = context.sources()) {
      var staged = new StagedChanges(context.workingFolder(), Map.copyOf(told));
      var lines = new CommitTrailers(sources, root.folder().toString(), staged).lines(within);
      if (lines.isEmpty()) {
        return Exit.NO;
      }
      lines.get().forEach(context.terminal()::line);
      context.terminal().line(".");
      return Exit.YES;
    } catch (IOException | SQLException | QueryException e) {
      return Exit.NO; // nobody is there to be told
    }
  }
}
