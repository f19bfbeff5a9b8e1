package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.ImportListener;
import dev.clew.recorder.Recorder;
import dev.clew.recorder.RunningRecorder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew import PATH...`: reads agents' files into the store.
final class ImportCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "import",
            "Read agents' transcripts into the store: files, and *.jsonl below folders. What has been"
                + " read is not read again; a file that grew is read on. Also what other tools say of"
                + " lines: 'notes' are git-ai's, 'agent-trace' is Agent Trace.",
            "clew import ~/.claude/projects                    everything that Claude Code left",
            "clew import session.jsonl --agent claude --json   one file, and what became of it",
            "clew import notes                                 git-ai's notes of this repository",
            "clew import notes main..topic                     those of some commits",
            "clew import agent-trace                           .agent-trace/*.jsonl of this work tree",
            "clew import ./notes                               a folder that is called so")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0..*")
                .arity("1..*")
                .required(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("PATH")
                .description(
                    "A file or a folder; or 'notes' and a range of commits, or 'agent-trace' and"
                        + " files.")
                .build())
        .addOption(
            Help.text(
                "--agent", "AGENT", "Take every file for this agent's, whatever it looks like."))
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    List<String> named = arguments.matchedPositionalValue(0, List.of());
    if (named.getFirst().equals(ClaimImport.NOTES)
        || named.getFirst().equals(ClaimImport.AGENT_TRACE)) {
      return new ClaimImport(context, arguments.hasMatchedOption("--json")).run(named);
    }
    var paths = named.stream().map(path -> context.workingFolder().resolve(path)).toList();
    var agent = Optional.ofNullable(arguments.matchedOptionValue("--agent", (String) null));
    check(agent, context);
    var report =
        new ImportReport(context.terminal(), arguments.hasMatchedOption("--json"), context.clock());
    run(context, paths, agent, report, report::total);
    return report.failed() ? Exit.NO : Exit.YES;
  }

  private static void check(Optional<String> agent, Context context) throws CommandException {
    var known = context.agents().transcripts().stream().map(each -> each.agent()).toList();
    if (agent.isPresent() && !known.contains(agent.get())) {
      throw new CommandException(
          Exit.USAGE, "--agent: expected one of %s, found '%s'".formatted(known, agent.get()));
    }
  }

  /// Imports here, or through the recorder that has the store.
  ///
  /// @param imported runs when all is stored; text may still have to be made searchable
  static void run(
      Context context,
      List<Path> paths,
      Optional<String> agent,
      ImportListener report,
      Runnable imported)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var home = context.home().create();
    var lock = HomeLock.tryTake(home);
    if (lock.isPresent()) {
      try (var recorder =
          Recorder.open(home, lock.get(), context.agents(), context.surroundings())) {
        recorder.importPaths(paths, agent, report);
        imported.run();
        TextBehind.afterImport(recorder, context.terminal());
        OriginsBehind.afterImport(recorder, context.terminal());
      }
      return;
    }
    var running = RunningRecorder.find(home);
    if (running.isEmpty()) {
      throw new CommandException(
          Exit.ENVIRONMENT,
          "another process is writing to %s: try again when it has ended".formatted(home.folder()));
    }
    new RecorderClient(running.get().url(), RunningRecorder.token(home))
        .importPaths(paths, agent, report);
    imported.run();
  }
}
