package dev.clew.cli;

import java.util.List;

/// What holds for all commands: in the help, the man page and the guide.
final class Manual {
  /// A word and what it means.
  record Line(String term, String text) {}

  static final List<Line> ENVIRONMENT =
      List.of(
          new Line("CLEW_HOME", "Where the store is; ~/.clew when not set."),
          new Line("CLEW_PORT", "Where the page is; 4519 when not set, 0 for any free port."),
          new Line("CLEW_PAGER, PAGER", "What shows long answers; 'less -FRX' when not set."),
          new Line("NO_COLOR", "Set to anything: no colours."),
          new Line("COLUMNS, LINES", "The size of the terminal, where it cannot be asked."));

  static final List<Line> EXITS =
      List.of(
          new Line("0", "Yes, or done."),
          new Line("1", "No: nothing found, a check failed, a file could not be read."),
          new Line("2", "The command line makes no sense."),
          new Line("3", "The surroundings do not allow it: a port, a disk, a damaged store."),
          new Line("70", "A mistake of Clew's; please report it."));

  private Manual() {}
}
