package dev.clew.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// `clew`, `clew help [COMMAND]`, `clew --help`.
final class HelpCommand {
  private final Commands commands;
  private final Pager.Starter pagers;

  HelpCommand(Commands commands, Pager.Starter pagers) {
    this.commands = commands;
    this.pagers = pagers;
  }

  /// Shows help.
  ///
  /// @param line the whole command line
  Exit run(List<String> line, Context context) {
    if (line.isEmpty()) {
      context.terminal().line(HelpText.overview(commands, context.terminal()));
      return Exit.USAGE;
    }
    var spec = Help.command("help", "Tell about Clew or a command.");
    spec.addPositional(Help.optional("0", "COMMAND", "A command.", List.of()));
    CommonOptions.addTo(spec);
    try {
      var parsed = new CommandLine(spec).parseArgs(line.stream().skip(1).toArray(String[]::new));
      var changed = CommonOptions.apply(parsed, context);
      var topic = parsed.matchedPositionalValue(0, "");
      var pager = CommonOptions.pages(parsed) ? Pager.of(changed, pagers) : Optional.<Pager>empty();
      if (pager.isEmpty()) {
        return show(topic, changed.terminal());
      }
      try (var paged = pager.get()) {
        return show(topic, paged.terminal());
      }
    } catch (ParameterException | CommandException e) {
      context.terminal().say("clew: %s; 'clew help' lists the commands".formatted(e.getMessage()));
      return Exit.USAGE;
    }
  }

  private Exit show(String topic, Terminal terminal) {
    var command = commands.named(topic);
    if (command.isPresent()) {
      terminal.line(HelpText.of(command.get().page(), terminal));
      return Exit.YES;
    }
    switch (topic) {
      case "", "help" -> terminal.line(HelpText.overview(commands, terminal));
      case "options" -> terminal.line(HelpText.options(common(), terminal));
      case "environment" -> terminal.line(HelpText.environment(terminal));
      default -> {
        terminal.say("clew: " + commands.unknown(topic));
        return Exit.USAGE;
      }
    }
    return Exit.YES;
  }

  /// The options that every command takes.
  static List<HelpPage.Item> common() {
    var spec = CommandSpec.create();
    CommonOptions.addTo(spec);
    spec.addOption(Help.flag("--help", "Show the command's help; also -h."));
    return spec.options().stream().map(HelpPage::item).toList();
  }
}
