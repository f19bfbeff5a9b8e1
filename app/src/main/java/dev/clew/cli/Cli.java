package dev.clew.cli;

import dev.clew.export.Export;
import dev.clew.ledger.CorruptLedgerException;
import dev.clew.query.QueryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line: finds the command, runs it, turns failures into exit codes and messages.
public final class Cli {
  private final Context context;
  private final Pager.Starter pagers;
  private final Commands commands = new Commands();

  /// A command line in its surroundings.
  public Cli(Context context) {
    this(context, PagerProcess::start);
  }

  Cli(Context context, Pager.Starter pagers) {
    this.context = context;
    this.pagers = pagers;
  }

  /// Runs one command line; the last resort: a mistake of ours says so, and where.
  public Exit runOrReport(String... arguments) {
    try {
      return run(arguments);
    } catch (RuntimeException | StackOverflowError e) {
      var err = context.terminal().err();
      err.println("clew: a bug in Clew; please report it with what follows");
      e.printStackTrace(err);
      return Exit.BUG;
    }
  }

  /// Runs one command line.
  public Exit run(String... arguments) {
    var line = CommonOptions.behindCommand(arguments);
    if (line.isEmpty() || List.of("help", "--help", "-h").contains(line.getFirst())) {
      return new HelpCommand(commands, pagers).run(line, context);
    }
    var name = line.getFirst();
    if (name.equals("--version")) {
      context.terminal().line("clew " + Export.version());
      return Exit.YES;
    }
    var command = commands.named(name);
    if (command.isEmpty()) {
      context.terminal().say("clew: " + commands.unknown(name));
      return Exit.USAGE;
    }
    return run(command.get(), line.subList(1, line.size()));
  }

  private Exit run(Commands.Entry entry, List<String> arguments) {
    var command = entry.make().get();
    var spec = command.spec();
    CommonOptions.addTo(spec);
    var line = new CommandLine(spec);
    try {
      var parsed = line.parseArgs(arguments.toArray(String[]::new));
      var changed = CommonOptions.apply(parsed, context);
      var pager =
          CommonOptions.pages(parsed) && (command.isLong() || parsed.isUsageHelpRequested())
              ? Pager.of(changed, pagers)
              : Optional.<Pager>empty();
      if (pager.isEmpty()) {
        return run(entry, command, parsed, changed);
      }
      try (var paged = pager.get()) {
        return run(entry, command, parsed, changed.with(paged.terminal()));
      }
    } catch (UnmatchedArgumentException e) {
      return fail(Exit.USAGE, unmatched(e) + seeHelp(entry));
    } catch (ParameterException e) {
      return fail(Exit.USAGE, message(e) + seeHelp(entry));
    } catch (CommandException e) {
      return fail(e.exit(), message(e));
    } catch (QueryException e) {
      return fail(
          switch (e.kind()) {
            case USAGE -> Exit.USAGE;
            case NOT_FOUND -> Exit.NO;
          },
          message(e));
    } catch (CorruptLedgerException e) {
      return fail(Exit.ENVIRONMENT, message(e) + "; 'clew verify' tells more");
    } catch (IOException | SQLException e) {
      return fail(Exit.ENVIRONMENT, message(e));
    } catch (UncheckedIOException e) {
      return fail(Exit.ENVIRONMENT, message(Objects.requireNonNullElse(e.getCause(), e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail(Exit.ENVIRONMENT, "interrupted; what is done stays done");
    }
  }

  private static Exit run(
      Commands.Entry entry, Command command, ParseResult parsed, Context surroundings)
      throws CommandException,
          QueryException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    if (parsed.isUsageHelpRequested()) {
      surroundings.terminal().line(HelpText.of(entry.page(), surroundings.terminal()));
      return Exit.YES;
    }
    return command.run(parsed, surroundings);
  }

  private Exit fail(Exit exit, String message) {
    context.terminal().endProgress();
    context.terminal().say("clew: " + message);
    return exit;
  }

  private static String seeHelp(Commands.Entry entry) {
    return "; 'clew %s --help' helps".formatted(entry.name());
  }

  private static String message(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.toString());
  }

  /// An option or an argument too many.
  private static String unmatched(UnmatchedArgumentException e) {
    var word = e.getUnmatched().getFirst();
    if (!word.startsWith("-")) {
      return "'%s' is one argument too many".formatted(word);
    }
    var equals = word.indexOf('=');
    var typed = equals < 0 ? word : word.substring(0, equals);
    return "there is no option '%s'%s"
        .formatted(
            typed,
            Nearest.to(typed, e.getCommandLine().getCommandSpec().optionsMap().keySet())
                .map(name -> ": did you mean '%s'?".formatted(name))
                .orElse(""));
  }
}
