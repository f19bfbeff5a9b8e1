package dev.clew.cli;

import dev.clew.cli.Installation.Step;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `clew install`: puts the launcher on the PATH, with completion and manual pages.
final class InstallCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "install",
            "Put clew on the PATH, with completion for bash, zsh and fish, and manual pages: says"
                + " which files it wrote, and what to add to your shell's settings, which it does"
                + " not touch.",
            "clew install                      below ~/.local",
            "clew install --dry-run            only say what would be written",
            "clew install --prefix /usr/local  for every user of this machine",
            "clew install --service            have the system start the recorder at log-in")
        .addOption(prefix())
        .addOption(
            Help.flag(
                "--service",
                "Write the file by which systemd or launchd starts the recorder, and nothing else;"
                    + " say how to enable it."))
        .addOption(Help.flag("--remove", "With --service: remove that file."))
        .addOption(Help.flag("--dry-run", "Write nothing."))
        .addOption(Help.json());
  }

  static OptionSpec prefix() {
    return Help.text("--prefix", "DIR", "Below this folder; ~/.local when not told.");
  }

  /// The folder below which things are put.
  static Path prefix(ParseResult arguments, Context context) {
    return arguments.hasMatchedOption("--prefix")
        ? context.workingFolder().resolve(arguments.matchedOptionValue("--prefix", "")).normalize()
        : context.userHome().resolve(".local");
  }

  @Override
  public Exit run(ParseResult arguments, Context context) throws CommandException, IOException {
    if (arguments.hasMatchedOption("--service")) {
      return service(arguments, context);
    }
    if (arguments.hasMatchedOption("--remove")) {
      throw new CommandException(
          Exit.USAGE, "--remove goes with --service; 'clew uninstall' removes the rest");
    }
    var launcher = Path.of(context.environment().getOrDefault("CLEW_LAUNCHER", ""));
    if (!Files.isExecutable(launcher) || !launcher.isAbsolute()) {
      throw new CommandException(
          Exit.ENVIRONMENT,
          "it is not known what to put on the PATH: call 'clew' of a checkout, './clew install'");
    }
    var prefix = prefix(arguments, context);
    var dryRun = arguments.hasMatchedOption("--dry-run");
    var agents = context.agents().transcripts().stream().map(each -> each.agent()).toList();
    var steps = Installation.at(prefix, dryRun).install(launcher, new Commands(), agents);
    var json = arguments.hasMatchedOption("--json");
    print(steps, json, context.terminal());
    if (!json) {
      hints(prefix, context).forEach(context.terminal()::say);
      if (dryRun) {
        context.terminal().say("nothing was written: --dry-run");
      }
    }
    return steps.stream().anyMatch(step -> step.action().equals("kept")) ? Exit.NO : Exit.YES;
  }

  private static Exit service(ParseResult arguments, Context context)
      throws CommandException, IOException {
    var service = Service.of(context, StartOnHook.launcher(context));
    var dryRun = arguments.hasMatchedOption("--dry-run");
    var removes = arguments.hasMatchedOption("--remove");
    var step = removes ? service.remove(dryRun) : service.write(dryRun);
    var json = arguments.hasMatchedOption("--json");
    print(List.of(step), json, context.terminal());
    if (!json && !step.action().equals("kept") && !step.action().equals("gone")) {
      service.hints(removes).forEach(context.terminal()::say);
    }
    return step.action().equals("kept") ? Exit.NO : Exit.YES;
  }

  static void print(List<Step> steps, boolean json, Terminal terminal) {
    if (json) {
      Ndjson.print(terminal.out(), steps, InstallCommand::write);
      return;
    }
    for (var step : steps) {
      terminal.line("%-9s  %s".formatted(step.action(), Escapes.line(step.path().toString())));
      var reason = step.reason();
      if (reason != null) {
        terminal.say("%s: %s".formatted(step.path(), reason));
      }
    }
  }

  private static void write(Step step, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("path", step.path().toString());
    json.writeStringProperty("action", step.action());
    var reason = step.reason();
    if (reason != null) {
      json.writeStringProperty("reason", reason);
    }
    json.writeEndObject();
  }

  /// What the user has to do themselves.
  private static List<String> hints(Path prefix, Context context) {
    var hints = new ArrayList<String>();
    var environment = context.environment();
    var bin = prefix.resolve("bin");
    var shell = environment.getOrDefault("SHELL", "");
    var settings =
        shell.endsWith("zsh")
            ? "~/.zshrc"
            : shell.endsWith("fish") ? "~/.config/fish/config.fish" : "~/.bashrc";
    if (!onPath(bin, context)) {
      hints.add("%s is not on your PATH. Add to %s:".formatted(bin, settings));
      hints.add(
          shell.endsWith("fish")
              ? "  fish_add_path %s".formatted(bin)
              : "  export PATH=\"%s:$PATH\"".formatted(bin));
    }
    if (shell.endsWith("zsh")) {
      hints.add("For completion, add to %s, before compinit:".formatted(settings));
      hints.add("  fpath=(%s $fpath)".formatted(Installation.zsh(prefix).getParent()));
    } else if (shell.endsWith("bash")
        && !Files.exists(Path.of("/usr/share/bash-completion/bash_completion"))) {
      hints.add("For completion, add to %s:".formatted(settings));
      hints.add("  . %s".formatted(Installation.bash(prefix)));
    }
    return hints;
  }

  /// Whether a folder is on the PATH.
  static boolean onPath(Path folder, Context context) {
    return List.of(context.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .contains(folder.toString());
  }
}
