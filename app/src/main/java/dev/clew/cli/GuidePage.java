package dev.clew.cli;

/// `docs/guide/commands.md`: every command in Markdown.
final class GuidePage {
  private GuidePage() {}

  static String of(Commands commands) {
    var page = new StringBuilder();
    page.append("<!-- Made from the commands themselves: './dev golden' writes it anew. -->\n");
    page.append("# Commands\n\n");
    page.append("`clew help COMMAND` says the same in the terminal; `clew install` brings manual");
    page.append(" pages.\n");
    for (var group : Commands.Group.values()) {
      for (var entry : commands.shown()) {
        if (entry.group() == group) {
          command(entry.page(), group.title(), page);
        }
      }
    }
    page.append("\n## Every command\n\n");
    HelpCommand.common().forEach(item -> item(item.term(), item.text(), page));
    page.append("\n## Environment\n\n");
    Manual.ENVIRONMENT.forEach(line -> item(line.term(), line.text(), page));
    page.append("\n## Exit codes\n\n");
    Manual.EXITS.forEach(line -> item(line.term(), line.text(), page));
    return page.toString();
  }

  private static void command(HelpPage help, String group, StringBuilder page) {
    page.append("\n## ").append(help.name()).append("\n\n");
    page.append(help.text()).append(" *(").append(group).append(")*\n\n");
    page.append("```\n").append(help.synopsis()).append('\n');
    for (var example : help.examples()) {
      page.append('\n')
          .append(
              example.says().isEmpty()
                  ? example.line()
                  : Words.pad(example.line(), 48) + " # " + example.says());
    }
    page.append("\n```\n\n");
    help.arguments().forEach(item -> item(item.term(), item.text(), page));
    help.sections()
        .forEach(section -> section.items().forEach(item -> item(item.term(), item.text(), page)));
  }

  private static void item(String term, String text, StringBuilder page) {
    page.append("- `").append(term).append("` ").append(text).append('\n');
  }
}
