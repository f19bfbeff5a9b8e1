package dev.clew.cli;

import dev.clew.cli.RecorderProcess.Ending;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew down`: stops the recorder.
final class DownCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "down", "Stop the recorder.", "clew down    what is recorded stays; 'clew up' goes on")
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, IOException, InterruptedException {
    var terminal = context.terminal();
    var home = context.home().folder();
    var ending = new RecorderProcess(context).stop();
    if (arguments.hasMatchedOption("--json") && ending.filter(Ending.ALIVE::equals).isEmpty()) {
      Ndjson.print(
          terminal.out(),
          List.of(ending),
          (each, json) -> {
            json.writeStartObject();
            json.writeBooleanProperty("stopped", each.isPresent());
            json.writeBooleanProperty("signalled", each.equals(Optional.of(Ending.TERMINATED)));
            json.writeEndObject();
          });
      return Exit.YES;
    }
    if (ending.isEmpty()) {
      terminal.say("no recorder runs in %s".formatted(home));
      return Exit.YES;
    }
    return switch (ending.get()) {
      case STOPPED -> {
        terminal.say("recorder stopped");
        yield Exit.YES;
      }
      case TERMINATED -> {
        terminal.say("recorder stopped by a signal: it did not answer");
        yield Exit.YES;
      }
      case ALIVE ->
          throw new CommandException(
              Exit.ENVIRONMENT,
              "the recorder in %s does not end: 'clew status' tells its process".formatted(home));
    };
  }
}
