package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.query.QueryException;
import dev.clew.recorder.ForgetException;
import dev.clew.recorder.ForgetOrder;
import dev.clew.recorder.ForgetWire;
import dev.clew.recorder.Forgetting;
import dev.clew.recorder.Recorder;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew forget`: destroys what is kept of a session, a secret or a file's contents, and takes none
/// of it again.
final class ForgetCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "forget",
            "Destroy what is kept of a session, a secret or a file: for good, and no import brings"
                + " it back. The ledger still proves that something was there. Tells first what"
                + " goes, and afterwards which copies the agents themselves still have.",
            "clew forget --session last --dry-run   only tell what would go",
            "clew forget --session 3f2a             a session and its sub-agents",
            "clew forget --secret < token.txt       a value, wherever it stands; read from stdin",
            "clew forget --path src/keys.ts         what the file held, in every version")
        .addOption(Help.text("--session", "ID", "Start of a session's id, or 'last'."))
        .addOption(Help.flag("--secret", "A value, read from standard input."))
        .addOption(Help.text("--path", "PATH", "A file, or a folder with all that is in it."))
        .addOption(Help.flag("--yes", "Do not ask."))
        .addOption(Help.flag("--dry-run", "Forget nothing."))
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException,
          QueryException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var order = order(arguments, context);
    var dryRun = arguments.hasMatchedOption("--dry-run");
    var json = arguments.hasMatchedOption("--json");
    if (dryRun || !arguments.hasMatchedOption("--yes")) {
      var would = forget(context, order, true);
      if (dryRun) {
        print(would, "would be forgotten", json, context.terminal());
        return Exit.YES;
      }
      confirm(would, context.terminal());
    }
    print(forget(context, order, false), "forgotten", json, context.terminal());
    return Exit.YES;
  }

  private static Forgetting forget(Context context, ForgetOrder order, boolean onlyCount)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    return Writer.run(
        context,
        recorder -> {
          var done = forget(recorder, order, onlyCount);
          if (!onlyCount) {
            TextBehind.index(recorder, context.terminal());
            OriginsBehind.weave(recorder, context.terminal());
          }
          return done;
        },
        recorder -> recorder.forget(order, onlyCount));
  }

  private static Forgetting forget(Recorder recorder, ForgetOrder order, boolean onlyCount)
      throws CommandException, IOException, SQLException, InterruptedException {
    try {
      return recorder.forget(order, onlyCount);
    } catch (ForgetException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static ForgetOrder order(ParseResult arguments, Context context)
      throws CommandException, QueryException, IOException, SQLException {
    var given = new ArrayList<String>();
    for (var each : List.of("--session", "--secret", "--path")) {
      if (arguments.hasMatchedOption(each)) {
        given.add(each);
      }
    }
    if (given.size() != 1) {
      throw new CommandException(
          Exit.USAGE,
          "forget what? one of --session ID, --secret (its value on standard input), --path PATH");
    }
    return switch (given.getFirst()) {
      case "--session" -> session(arguments.matchedOptionValue("--session", ""), context);
      case "--secret" -> new ForgetOrder.Secret(Stdin.secret(context.terminal()));
      default ->
          new ForgetOrder.Contents(
              context
                  .workingFolder()
                  .resolve(arguments.matchedOptionValue("--path", ""))
                  .toAbsolutePath()
                  .normalize()
                  .toString());
    };
  }

  private static ForgetOrder session(String named, Context context)
      throws QueryException, SQLException {
    try (var sources = context.sources()) {
      return new ForgetOrder.Session(sources.session(named));
    }
  }

  private static void confirm(Forgetting would, Terminal terminal)
      throws CommandException, IOException {
    if (!terminal.paged() || !terminal.live()) {
      throw new CommandException(
          Exit.USAGE,
          "%s would be destroyed for good: add --yes to mean it, or --dry-run to see"
              .formatted(amount(would)));
    }
    terminal.say("%s will be destroyed for good; type 'yes' to go on".formatted(amount(would)));
    if (!"yes".equals(Stdin.line())) {
      throw new CommandException(Exit.NO, "nothing was forgotten");
    }
  }

  private static String amount(Forgetting done) {
    return "%s of %s, %s in %s"
        .formatted(
            Words.of(done.erased().records(), "record"),
            Words.of(done.sessions().size(), "session"),
            Words.bytes(done.erased().bytes()),
            Words.of(done.erased().objects(), "object"));
  }

  private static void print(Forgetting done, String what, boolean json, Terminal terminal) {
    if (json) {
      Ndjson.print(terminal.out(), List.of(done), ForgetWire::write);
      return;
    }
    terminal.line("%s: %s".formatted(what, amount(done)));
    if (done.replaced() > 0) {
      terminal.line("%s without it".formatted(Words.of(done.replaced(), "record") + " kept"));
    }
    if (!done.copies().isEmpty()) {
      terminal.line("not Clew's, and still there:");
      done.copies()
          .forEach(copy ->
              terminal.line("  %s  (%s)".formatted(Escapes.line(copy.path()), copy.what())));
    }
    terminal.line("backups of this machine, and what was exported, are not looked at");
  }
}
