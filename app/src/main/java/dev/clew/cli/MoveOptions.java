package dev.clew.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The options that all commands have that change files.
///
/// @param patch whether to show the lines that would change
/// @param yes whether not to ask
/// @param dryRun whether to change nothing
/// @param json whether to print JSON
record MoveOptions(boolean patch, boolean yes, boolean dryRun, boolean json) {
  static CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(Help.flag("--patch", "Show the lines that would change."))
        .addOption(Help.flag("--yes", "Do not ask."))
        .addOption(Help.flag("--dry-run", "Change nothing."))
        .addOption(Help.json());
  }

  static MoveOptions of(ParseResult arguments) {
    return new MoveOptions(
        arguments.hasMatchedOption("--patch"),
        arguments.hasMatchedOption("--yes"),
        arguments.hasMatchedOption("--dry-run"),
        arguments.hasMatchedOption("--json"));
  }

  /// Whether a command with these words asks its user nothing.
  static boolean asksNobody(List<String> words) {
    var mark = words.indexOf(PathWords.MARK);
    var options = mark < 0 ? words : words.subList(0, mark);
    return options.contains("--yes") || options.contains("--dry-run");
  }

  /// Holds the command line to making sense: what goes on with a move has nothing to show first.
  void check(boolean goesOn) throws CommandException {
    if (goesOn && dryRun) {
      throw new CommandException(Exit.USAGE, "--continue goes on: it has no --dry-run");
    }
  }
}
