package dev.clew.cli;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a person types, or another program sends.
final class Stdin {
  private Stdin() {}

  /// The next line, without its end; empty at the end of all.
  static String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = System.in.read(); next >= 0 && next != '\n'; next = System.in.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  /// A value that is not shown while it is typed: one line from a terminal, else everything that is
  /// sent, without the line feed at its end.
  static String secret(Terminal terminal) throws CommandException, IOException {
    var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isPresent()) {
      terminal.say("the value (it is not shown):");
      var typed = console.get().readPassword();
      return checked(typed == null ? "" : new String(typed));
    }
    var sent = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    return checked(sent.replaceFirst("\\R\\z", ""));
  }

  private static String checked(String value) throws CommandException {
    if (value.isBlank()) {
      throw new CommandException(
          Exit.USAGE, "--secret: expected the value on standard input, found nothing");
    }
    return value;
  }
}
