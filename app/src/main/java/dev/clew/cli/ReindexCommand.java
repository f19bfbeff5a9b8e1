package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.Recorder;
import dev.clew.recorder.RunningRecorder;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew reindex`: builds the index anew from the records.
final class ReindexCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "reindex",
            "Delete the index and build it anew from the records.",
            "clew reindex    after an upgrade, or when 'clew doctor' says so")
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var home = context.home();
    if (!home.exists()) {
      throw new CommandException(
          Exit.ENVIRONMENT,
          "nothing is recorded in %s: run 'clew up' or 'clew import PATH' first"
              .formatted(home.folder()));
    }
    var started = context.clock().millis();
    var lock = HomeLock.tryTake(home);
    if (lock.isPresent()) {
      try (var recorder =
          Recorder.open(home, lock.get(), context.agents(), context.surroundings())) {
        recorder.reindex();
        TextBehind.index(recorder, context.terminal());
        OriginsBehind.weave(recorder, context.terminal());
      }
    } else {
      var running =
          RunningRecorder.find(home)
              .orElseThrow(() ->
                  new CommandException(
                      Exit.ENVIRONMENT,
                      "another process is writing to %s: try again when it has ended"
                          .formatted(home.folder())));
      new RecorderClient(running.url(), RunningRecorder.token(home)).reindex();
    }
    var elapsedMs = context.clock().millis() - started;
    if (arguments.hasMatchedOption("--json")) {
      Ndjson.print(
          context.terminal().out(),
          List.of(elapsedMs),
          (ms, json) -> {
            json.writeStartObject();
            json.writeNumberProperty("elapsed_ms", ms);
            json.writeEndObject();
          });
    } else {
      context.terminal().say("index rebuilt in " + Words.duration(elapsedMs));
    }
    return Exit.YES;
  }
}
