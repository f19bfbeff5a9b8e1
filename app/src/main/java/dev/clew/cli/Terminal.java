package dev.clew.cli;

import java.io.PrintStream;
import java.util.Map;

/// Where a command writes: answers to one stream, messages and progress to another.
///
/// @param out answers only
/// @param err progress and messages
/// @param width columns for text
/// @param height lines of the screen
/// @param colours whether answers may carry colours: only on a terminal, never with NO_COLOR
/// @param live whether progress may be drawn over itself: only on a terminal
/// @param paged whether answers go to a terminal: a person gets no more than they can read
/// @param relative whether times are told as how long ago
public record Terminal(
    PrintStream out,
    PrintStream err,
    int width,
    int height,
    boolean colours,
    boolean live,
    boolean paged,
    boolean relative) {
  /// A terminal as the environment tells of it. The launcher says whether output goes to one: the
  /// platform can only tell of both streams at once.
  public static Terminal of(PrintStream out, PrintStream err, Map<String, String> environment) {
    var outIsTerminal = "1".equals(environment.get("CLEW_STDOUT_TTY"));
    var errIsTerminal = "1".equals(environment.get("CLEW_STDERR_TTY"));
    var columns = environment.getOrDefault("COLUMNS", "");
    var width = columns.matches("[0-9]{2,3}") ? Integer.parseInt(columns) : 100;
    var lines = environment.getOrDefault("LINES", "");
    var height = lines.matches("[0-9]{1,3}") ? Integer.parseInt(lines) : 24;
    var colours =
        outIsTerminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        out, err, width, height, colours, errIsTerminal, outIsTerminal, outIsTerminal);
  }

  /// The same with other streams, and no progress.
  Terminal with(PrintStream otherOut, PrintStream otherErr) {
    return new Terminal(otherOut, otherErr, width, height, colours, false, paged, relative);
  }

  /// One line of a message.
  void say(String text) {
    err.println(Escapes.visible(text));
  }

  /// One line of an answer, from parts that are already safe.
  void line(String text) {
    out.println(text);
  }

  /// Draws progress over the last one; nothing where that is not possible.
  void progress(String text) {
    if (live) {
      err.print("\r\u001b[2K" + Escapes.visible(text));
      err.flush();
    }
  }

  /// Takes drawn progress away.
  void endProgress() {
    if (live) {
      err.print("\r\u001b[2K");
      err.flush();
    }
  }
}
