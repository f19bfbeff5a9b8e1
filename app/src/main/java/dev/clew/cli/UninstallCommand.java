package dev.clew.cli;

import dev.clew.recorder.Home;
import dev.clew.settings.SettingsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew uninstall`: removes what `clew install` wrote; with `--purge` also what was recorded.
final class UninstallCommand implements Command {
  /// What a store consists of, by the beginnings of names.
  private static final List<String> STORE =
      List.of(
          "content.db",
          "index.db",
          "ledger",
          "keys",
          "config.json",
          "prices.tsv",
          "lock",
          "token",
          "recorder.json",
          "recorder.log",
          "following.json",
          "socket",
          "spool",
          "workspaces",
          "hooks",
          "bin",
          "backup",
          "start-on-hook",
          "starting");

  @Override
  public CommandSpec spec() {
    return Help.command(
            "uninstall",
            "Remove the files that 'clew install' wrote, and no others: a file that was changed"
                + " since is kept. What is recorded stays, unless --purge says otherwise.",
            "clew uninstall            the store stays",
            "clew uninstall --dry-run  only say what would be removed",
            "clew uninstall --purge    also everything recorded; asks before")
        .addOption(InstallCommand.prefix())
        .addOption(Help.flag("--purge", "Also delete everything that is recorded, for good."))
        .addOption(Help.flag("--yes", "Do not ask."))
        .addOption(Help.flag("--dry-run", "Remove nothing."))
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, IOException, InterruptedException {
    var dryRun = arguments.hasMatchedOption("--dry-run");
    var purge = arguments.hasMatchedOption("--purge");
    if (purge && !dryRun && !arguments.hasMatchedOption("--yes")) {
      confirm(context);
    }
    var installation = Installation.at(InstallCommand.prefix(arguments, context), dryRun);
    var terminal = context.terminal();
    if (!installation.exists()) {
      terminal.say(
          "nothing is installed below %s".formatted(InstallCommand.prefix(arguments, context)));
    }
    var steps = installation.uninstall();
    InstallCommand.print(steps, arguments.hasMatchedOption("--json"), terminal);
    var home = context.home();
    if (purge && dryRun) {
      terminal.say("the store in %s would be deleted".formatted(home.folder()));
    } else if (purge) {
      new RecorderProcess(context).stop();
      takeHooksOut(context);
      delete(home);
      terminal.say("the store in %s is deleted".formatted(home.folder()));
    } else if (home.exists()) {
      terminal.say("what is recorded stays in %s".formatted(home.folder()));
    }
    return steps.stream().anyMatch(step -> step.action().equals("kept")) ? Exit.NO : Exit.YES;
  }

  /// Takes our hooks out of the user's settings: the backups of these go with the home.
  private static void takeHooksOut(Context context) throws IOException {
    var settings = new AgentSettings(context);
    for (var agent : settings.agents()) {
      try {
        var file = settings.ofUser(agent);
        var change = file.removing();
        if (!change.isNone()) {
          file.make(change);
          context.terminal().say("our hooks are out of " + file.path());
        }
      } catch (SettingsException e) {
        context.terminal().say(String.valueOf(e.getMessage()));
      }
    }
  }

  private static void confirm(Context context) throws CommandException, IOException {
    var terminal = context.terminal();
    if (!terminal.paged() || !terminal.live()) {
      throw new CommandException(
          Exit.USAGE, "--purge deletes everything recorded: add --yes to mean it");
    }
    terminal.say(
        "everything recorded in %s will be deleted for good; type 'yes' to go on"
            .formatted(context.home().folder()));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (!"yes".equals(in.readLine())) {
      throw new CommandException(Exit.NO, "nothing was deleted");
    }
  }

  /// Deletes what Clew keeps in its home, and the home when nothing else is in it.
  private static void delete(Home home) throws IOException {
    if (!Files.isDirectory(home.folder(), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> entries;
    try (var list = Files.list(home.folder())) {
      entries = list.toList();
    }
    for (var entry : entries) {
      var name = String.valueOf(entry.getFileName());
      if (STORE.stream().anyMatch(name::startsWith)) {
        try (var tree = Files.walk(entry)) {
          for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    }
    try {
      Files.delete(home.folder());
    } catch (DirectoryNotEmptyException e) {
      // Something in it is not Clew's: it stays.
    }
  }
}
