package dev.clew.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Completion scripts for shells: commands, options and their values stand in the script; the ids
/// of sessions are asked for with `clew complete` when somebody wants one.
final class Completion {
  private final List<HelpPage> pages;
  private final List<HelpPage.Item> common;
  private final List<String> agents;

  /// @param agents the names of the agents that are known
  Completion(Commands commands, List<String> agents) {
    this.pages = commands.shown().stream().map(Commands.Entry::page).toList();
    this.common = HelpCommand.common();
    this.agents = agents;
  }

  /// What can stand in a place.
  ///
  /// @param kind `sessions`, `files`, `folders`, `commands`, `words` or `nothing`
  private record Values(String kind, List<String> words) {}

  private Values values(HelpPage.Item item) {
    if (!item.choices().isEmpty()) {
      return new Values("words", item.choices());
    }
    return switch (item.label()) {
      case "SESSION", "ID" -> new Values("sessions", List.of());
      case "AGENT" -> new Values("words", agents);
      case "DIR", "REPO" -> new Values("folders", List.of());
      case "PATH", "FILE" -> new Values("files", List.of());
      case "COMMAND" -> new Values("commands", List.of());
      default -> new Values("nothing", List.of());
    };
  }

  private List<HelpPage.Item> options(HelpPage page) {
    return Stream.concat(
            page.sections().stream().flatMap(section -> section.items().stream()), common.stream())
        .toList();
  }

  private String commandNames() {
    return Stream.concat(pages.stream().map(HelpPage::name), Stream.of("help"))
        .collect(Collectors.joining(" "));
  }

  private static String names(List<HelpPage.Item> items) {
    return items.stream().flatMap(item -> item.names().stream()).collect(Collectors.joining(" "));
  }

  /// For bash 3.2 or newer; needs nothing else.
  String bash() {
    var options = new ArrayList<String>();
    var values = new ArrayList<String>();
    var arguments = new ArrayList<String>();
    for (var page : pages) {
      options.add("    %s) echo \"%s\" ;;".formatted(page.name(), names(options(page))));
      for (var item : options(page)) {
        if (!item.label().isEmpty()) {
          for (var name : item.names()) {
            values.add("    '%s %s') %s ;;".formatted(page.name(), name, bash(values(item))));
          }
        }
      }
      for (var argument : page.arguments()) {
        arguments.add(
            "    '%s %d') %s ;;"
                .formatted(
                    page.name(), page.arguments().indexOf(argument), bash(values(argument))));
      }
      if (page.synopsis().endsWith("...")) {
        arguments.add("    '%s '*) echo files ;;".formatted(page.name()));
      }
    }
    return resource("completion.bash")
        .replace("@COMMANDS@", commandNames())
        .replace("@COMMON@", names(common))
        .replace("@OPTIONS@", String.join("\n", options))
        .replace("@VALUES@", String.join("\n", values))
        .replace("@ARGUMENTS@", String.join("\n", arguments));
  }

  private static String bash(Values values) {
    return values.kind.equals("words")
        ? "echo words '%s'".formatted(String.join(" ", values.words))
        : "echo " + values.kind;
  }

  /// For zsh: a function for `compinit`.
  String zsh() {
    var cases = new StringBuilder();
    for (var page : pages) {
      cases.append("        %s)%n          _arguments -s".formatted(page.name()));
      for (var item : options(page)) {
        for (var name : item.names()) {
          cases.append(" \\%n            '%s[%s]".formatted(name, zsh(item.text())));
          if (!item.label().isEmpty()) {
            cases.append(":%s:%s".formatted(item.label(), zshAction(values(item))));
          }
          cases.append("'");
        }
      }
      var at = 1;
      for (var argument : page.arguments()) {
        var place = page.synopsis().endsWith("...") ? "*" : Integer.toString(at++);
        cases.append(
            " \\%n            '%s::%s:%s'"
                .formatted(place, argument.label(), zshAction(values(argument))));
      }
      cases.append(" && return 0\n          ;;\n");
    }
    var commands =
        pages.stream()
            .map(page -> "    '%s:%s'".formatted(page.name(), zsh(page.what())))
            .collect(Collectors.joining("\n"));
    return resource("completion.zsh")
        .replace("@COMMANDS@", commands)
        .replace("@CASES@", cases.toString().stripTrailing());
  }

  private static String zshAction(Values values) {
    return switch (values.kind) {
      case "words" -> "(" + String.join(" ", values.words) + ")";
      case "sessions" -> "_clew_sessions";
      case "files" -> "_files";
      case "folders" -> "_files -/";
      case "commands" -> "_clew_commands";
      default -> " ";
    };
  }

  /// Text inside a quoted specification of `_arguments`.
  private static String zsh(String text) {
    return text.replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  /// For fish 3.
  String fish() {
    var lines = new ArrayList<String>();
    for (var page : pages) {
      lines.add(
          "complete -c clew -n __fish_use_subcommand -a %s -d '%s'"
              .formatted(page.name(), fish(page.what())));
    }
    for (var page : pages) {
      var here = "complete -c clew -n '__fish_seen_subcommand_from %s'".formatted(page.name());
      for (var item : options(page)) {
        for (var name : item.names()) {
          lines.add(
              "%s %s%s -d '%s'"
                  .formatted(
                      here,
                      name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1),
                      item.label().isEmpty() ? "" : fishValues(values(item), true),
                      fish(item.text())));
        }
      }
      for (var argument : page.arguments()) {
        lines.add(here + fishValues(values(argument), false));
      }
    }
    return resource("completion.fish").replace("@LINES@", String.join("\n", lines));
  }

  private static String fishValues(Values values, boolean needed) {
    var required = needed ? " -x" : "";
    return switch (values.kind) {
      case "words" -> required + " -a '" + String.join(" ", values.words) + "'";
      case "sessions" -> required + " -k -a '(clew complete sessions 2>/dev/null)'";
      case "files" -> needed ? " -r -F" : " -F";
      case "folders" -> required + " -a '(__fish_complete_directories)'";
      default -> required;
    };
  }

  private static String fish(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }

  private static String resource(String name) {
    return Resource.text(Completion.class, name);
  }
}
