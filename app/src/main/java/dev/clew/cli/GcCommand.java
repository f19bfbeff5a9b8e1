package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.recorder.Collected;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew gc`: lets what is too old or too much go, as `config` says, and gives room back.
final class GcCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "gc",
            "Let go of what is older than 'config retention' or more than 'config quota' allows, of"
                + " objects that nothing needs and of files left behind; give their room back. The"
                + " recorder does the same once a day.",
            "clew gc --dry-run   only tell what would go",
            "clew gc             also beside a running recorder")
        .addOption(Help.flag("--dry-run", "Change nothing."))
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var dryRun = arguments.hasMatchedOption("--dry-run");
    var done =
        Writer.run(
            context,
            recorder -> {
              var collected = recorder.collect(dryRun);
              if (!dryRun) {
                TextBehind.index(recorder, context.terminal());
                OriginsBehind.weave(recorder, context.terminal());
              }
              return collected;
            },
            recorder -> recorder.collect(dryRun));
    if (arguments.hasMatchedOption("--json")) {
      Ndjson.print(context.terminal().out(), List.of(done), Collected::write);
    } else {
      context.terminal().line((dryRun ? "would go: " : "gone: ") + text(done));
    }
    return Exit.YES;
  }

  /// What was done, in one line.
  static String text(Collected done) {
    return "%s (%s, %s), %s that nothing needed, %s left behind; %s freed, %s free inside"
        .formatted(
            Words.of(done.sessions(), "session"),
            Words.of(done.expired().records(), "record"),
            Words.bytes(done.expired().bytes()),
            Words.of(done.unreachable().objects(), "object"),
            Words.of(done.files(), "file"),
            Words.bytes(done.freedBytes()),
            Words.bytes(done.spareBytes()));
  }
}
