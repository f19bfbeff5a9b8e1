package dev.clew.cli;

import java.util.List;

/// Manual pages in roff, with the `man` macros (groff_man(7)).
final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage(String title) {
    page.append(".\\\" Made by 'clew install'; 'clew help' says the same.\n");
    page.append(".TH ").append(title).append(" 1 \"\" Clew \"Clew manual\"\n");
  }

  /// A command's page: `clew-log(1)`.
  static String of(HelpPage help) {
    var man = new ManPage("CLEW\\-" + help.name().toUpperCase(java.util.Locale.ROOT));
    man.section("NAME");
    man.text("clew\\-" + escaped(help.name()) + " \\- " + escaped(help.what()));
    man.section("SYNOPSIS");
    man.text("\\fB" + escaped(help.synopsis()) + "\\fR");
    man.section("DESCRIPTION");
    man.text(escaped(help.text()));
    man.items("ARGUMENTS", help.arguments());
    for (var section : help.sections()) {
      man.items(section.title().toUpperCase(java.util.Locale.ROOT), section.items());
    }
    if (!help.examples().isEmpty()) {
      man.section("EXAMPLES");
      for (var example : help.examples()) {
        man.tagged(example.line(), example.says());
      }
    }
    man.section("SEE ALSO");
    man.text(
        "\\fBclew\\fR(1)"
            + String.join(
                "",
                help.related().stream()
                    .map(name -> ", \\fBclew\\-" + escaped(name) + "\\fR(1)")
                    .toList()));
    return man.page.toString();
  }

  /// The page of it all: `clew(1)`.
  static String overview(Commands commands) {
    var man = new ManPage("CLEW");
    man.section("NAME");
    man.text("clew \\- a flight recorder for coding agents");
    man.section("SYNOPSIS");
    man.text("\\fBclew\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]");
    man.section("DESCRIPTION");
    man.text("Clew records what coding agents do to your repositories, and gives it back.");
    for (var group : Commands.Group.values()) {
      var members = commands.shown().stream().filter(each -> each.group() == group).toList();
      if (!members.isEmpty()) {
        man.section("COMMANDS: " + group.title().toUpperCase(java.util.Locale.ROOT));
        members.forEach(each -> man.tagged("clew-" + each.name() + "(1)", each.page().what()));
      }
    }
    man.items("OPTIONS OF EVERY COMMAND", HelpCommand.common());
    man.section("ENVIRONMENT");
    Manual.ENVIRONMENT.forEach(line -> man.tagged(line.term(), line.text()));
    man.section("EXIT STATUS");
    Manual.EXITS.forEach(line -> man.tagged(line.term(), line.text()));
    return man.page.toString();
  }

  private void section(String title) {
    page.append(".SH ").append(escaped(title)).append('\n');
  }

  /// A paragraph that is escaped already; no line of it may begin with a dot or a quote.
  private void text(String text) {
    page.append(text.startsWith(".") || text.startsWith("'") ? "\\&" : "")
        .append(text)
        .append('\n');
  }

  private void items(String title, List<HelpPage.Item> items) {
    if (!items.isEmpty()) {
      section(title);
      items.forEach(item -> tagged(item.term(), item.text()));
    }
  }

  private void tagged(String term, String text) {
    page.append(".TP\n.B \"").append(escaped(term).replace("\"", "\\(dq")).append("\"\n");
    text(escaped(text));
  }

  /// Text with what roff would take for its own: backslashes, and hyphens that must stay hyphens.
  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
