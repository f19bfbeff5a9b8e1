package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.recorder.StoreCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `clew fsck`: looks at everything in the store, and with `--repair` puts aside what is damaged.
final class FsckCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "fsck",
            "Look for damage in everything that the store consists of. Exit 1 lists what was found,"
                + " and what to do about it.",
            "clew fsck           look only",
            "clew fsck --repair  put damaged objects aside, build the index anew, close open files")
        .addOption(Help.flag("--repair", "Put damaged objects aside and go on without them."))
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
    var terminal = context.terminal();
    var result = new StoreCheck(home, context.clock()).run(terminal::progress);
    terminal.endProgress();
    if (arguments.hasMatchedOption("--json")) {
      Ndjson.print(terminal.out(), result.findings(), FsckCommand::write);
    } else {
      result.findings().forEach(each -> print(each, terminal));
      if (result.findings().isEmpty()) {
        terminal.line("ok  nothing is damaged");
      }
    }
    if (arguments.hasMatchedOption("--repair") && !result.findings().isEmpty()) {
      repair(result, context);
    }
    return result.findings().isEmpty() ? Exit.YES : Exit.NO;
  }

  private static void repair(StoreCheck.Result result, Context context)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    for (var file : result.open()) {
      if (Files.exists(file)) {
        Files.setPosixFilePermissions(
            file,
            PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwx------" : "rw-------"));
      }
    }
    Writer.run(
        context,
        recorder -> {
          recorder.quarantine(result.damaged());
          TextBehind.index(recorder, context.terminal());
          OriginsBehind.weave(recorder, context.terminal());
          return true;
        },
        recorder -> {
          recorder.quarantine(result.damaged());
          return true;
        });
    context
        .terminal()
        .say(
            "%s put aside, the index is built anew, %s closed to others: run it again to see what is"
                    .formatted(
                        Words.of(result.damaged().size(), "object"),
                        Words.of(result.open().size(), "file"))
                + " left");
  }

  private static void print(StoreCheck.Finding finding, Terminal terminal) {
    terminal.line(
        Escapes.line(
            "%s: %s: expected %s, found %s: %s"
                .formatted(
                    finding.file(),
                    finding.place(),
                    finding.expected(),
                    finding.found(),
                    finding.advice())));
  }

  private static void write(StoreCheck.Finding finding, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("file", finding.file());
    json.writeStringProperty("place", finding.place());
    json.writeStringProperty("expected", finding.expected());
    json.writeStringProperty("found", finding.found());
    json.writeStringProperty("advice", finding.advice());
    json.writeEndObject();
  }
}
