package dev.clew.cli;

import java.util.ArrayList;
import java.util.List;

/// Help for the terminal.
final class HelpText {
  private static final int TERM = 22;
  private static final int MOST = 100;

  private final int width;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private HelpText(Terminal terminal) {
    this.width = Math.min(terminal.width(), MOST);
    this.paint = new Paint(terminal.colours());
  }

  /// A command's help.
  static String of(HelpPage page, Terminal terminal) {
    var help = new HelpText(terminal);
    help.lines.add(help.paint.bold("Usage:") + " " + page.synopsis());
    help.wrap("", "", page.text());
    if (!page.arguments().isEmpty()) {
      help.section(new HelpPage.Section("Arguments", page.arguments()));
    }
    page.sections().forEach(help::section);
    help.examples(page.examples());
    if (!page.related().isEmpty()) {
      help.heading("See also");
      help.lines.add("  clew " + String.join(", clew ", page.related()));
    }
    help.lines.add("");
    help.wrap(
        "",
        "",
        "Every command takes -C, --color, --time, --no-pager and --help:"
            + " 'clew help options' tells.");
    return help.text();
  }

  /// What there is, and what to do first.
  static String overview(Commands commands, Terminal terminal) {
    var help = new HelpText(terminal);
    help.lines.add("Clew records what coding agents do to your repositories, and gives it back.");
    help.lines.add("");
    help.lines.add(help.paint.bold("Usage:") + " clew COMMAND [OPTIONS]");
    help.heading("First");
    help.item("clew demo", "see all of it on a made-up session: no agent is needed");
    help.item("clew up", "record what the agents on this machine did, and open the page");
    for (var group : Commands.Group.values()) {
      var members = commands.shown().stream().filter(each -> each.group() == group).toList();
      if (!members.isEmpty()) {
        help.heading(group.title());
        members.forEach(each -> help.item(each.name(), each.page().what()));
      }
    }
    help.lines.add("");
    help.wrap(
        "",
        "",
        "'clew help COMMAND' tells more, with examples; 'clew help options' and 'clew help"
            + " environment' tell what holds for all; 'clew --version' tells which Clew this is.");
    return help.text();
  }

  /// What every command takes.
  static String options(List<HelpPage.Item> options, Terminal terminal) {
    var help = new HelpText(terminal);
    help.lines.add("Every command takes these, before its name or after it.");
    help.section(new HelpPage.Section("Options", options));
    return help.text();
  }

  /// What Clew reads from its environment, and how it ends.
  static String environment(Terminal terminal) {
    var help = new HelpText(terminal);
    help.lines.add("What Clew reads from its environment, and how it ends.");
    help.heading("Environment");
    Manual.ENVIRONMENT.forEach(line -> help.item(line.term(), line.text()));
    help.heading("Exit codes");
    Manual.EXITS.forEach(line -> help.item(line.term(), line.text()));
    return help.text();
  }

  private String text() {
    return String.join("\n", lines);
  }

  private void heading(String title) {
    lines.add("");
    lines.add(paint.bold(title + ":"));
  }

  private void section(HelpPage.Section section) {
    heading(section.title());
    section.items().forEach(item -> item(item.term(), item.text()));
  }

  private void examples(List<HelpPage.Example> examples) {
    if (examples.isEmpty()) {
      return;
    }
    heading("Examples");
    var widest = examples.stream().mapToInt(each -> each.line().length()).max().orElse(0);
    for (var example : examples) {
      var line = "  " + example.line();
      if (example.says().isEmpty()) {
        lines.add(line);
      } else if (widest + 4 + example.says().length() <= width) {
        lines.add(Words.pad(line, widest + 4) + paint.dim(example.says()));
      } else {
        lines.add(line);
        wrap("      ", "      ", example.says());
      }
    }
  }

  private void item(String term, String text) {
    var head = "  " + Words.pad(term, TERM - 4) + "  ";
    if (head.length() > TERM) {
      lines.add(head.stripTrailing());
      head = " ".repeat(TERM);
    }
    wrap(head, " ".repeat(TERM), text);
  }

  private void wrap(String first, String indent, String text) {
    var line = new StringBuilder(first);
    var fresh = true;
    for (var word : text.split(" ", -1)) {
      if (!fresh && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
        fresh = true;
      }
      line.append(fresh ? "" : " ").append(word);
      fresh = false;
    }
    lines.add(line.toString().stripTrailing());
  }
}
