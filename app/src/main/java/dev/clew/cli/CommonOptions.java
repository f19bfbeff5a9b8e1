package dev.clew.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The options that every command takes, before its name or after it.
final class CommonOptions {
  static final List<String> COLOR = List.of("auto", "always", "never");
  static final List<String> TIME = List.of("auto", "relative", "absolute");
  static final Set<String> NAMES = Set.of("-C", "--color", "--time", "--no-pager", "--help", "-h");
  private static final Set<String> WITH_VALUE = Set.of("-C", "--color", "--time");

  private CommonOptions() {}

  /// Puts them into a command.
  static void addTo(CommandSpec spec) {
    spec.addOption(Help.text("-C", "DIR", "Do it as if called in DIR."));
    spec.addOption(
        choice("--color", "WHEN", COLOR, "Colours: auto is on a terminal, without NO_COLOR."));
    spec.addOption(
        choice("--time", "HOW", TIME, "Times: auto is relative ('3 min ago') on a terminal."));
    spec.addOption(Help.flag("--no-pager", "Print a long answer straight to the terminal."));
  }

  private static OptionSpec choice(
      String name, String label, List<String> choices, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .completionCandidates(choices)
        .description(description)
        .build();
  }

  /// The command line with the common options that stand before the command's name behind it.
  static List<String> behindCommand(String... arguments) {
    var before = new ArrayList<String>();
    var at = 0;
    while (at < arguments.length && isCommon(arguments[at])) {
      before.add(arguments[at]);
      if (WITH_VALUE.contains(arguments[at]) && at + 1 < arguments.length) {
        before.add(arguments[++at]);
      }
      at++;
    }
    var ordered = new ArrayList<String>();
    if (at < arguments.length) {
      ordered.add(arguments[at++]);
    }
    ordered.addAll(before);
    ordered.addAll(List.of(arguments).subList(at, arguments.length));
    return ordered;
  }

  private static boolean isCommon(String argument) {
    var equals = argument.indexOf('=');
    var name = equals < 0 ? argument : argument.substring(0, equals);
    return NAMES.contains(name) && !Set.of("-h", "--help").contains(name);
  }

  /// The surroundings as these options change them.
  static Context apply(ParseResult arguments, Context context) throws CommandException {
    var terminal = context.terminal();
    var color = value(arguments, "--color", COLOR);
    var time = value(arguments, "--time", TIME);
    var changed =
        new Terminal(
            terminal.out(),
            terminal.err(),
            terminal.width(),
            terminal.height(),
            color.equals("auto") ? terminal.colours() : color.equals("always"),
            terminal.live(),
            terminal.paged(),
            time.equals("auto") ? terminal.relative() : time.equals("relative"));
    var folder = context.workingFolder();
    if (arguments.hasMatchedOption("-C")) {
      folder = folder.resolve(arguments.matchedOptionValue("-C", "")).normalize();
      if (!Files.isDirectory(folder)) {
        throw new CommandException(Exit.USAGE, "-C: %s is not a folder".formatted(folder));
      }
    }
    return context.with(changed, folder);
  }

  /// Whether a long answer may go through a pager.
  static boolean pages(ParseResult arguments) {
    return !arguments.hasMatchedOption("--no-pager");
  }

  private static String value(ParseResult arguments, String name, List<String> choices)
      throws CommandException {
    var value = arguments.matchedOptionValue(name, "auto");
    if (!choices.contains(value)) {
      throw new CommandException(
          Exit.USAGE,
          "%s: expected %s, found '%s'".formatted(name, String.join(" or ", choices), value));
    }
    return value;
  }
}
