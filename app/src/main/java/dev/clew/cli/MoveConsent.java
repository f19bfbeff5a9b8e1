package dev.clew.cli;

import dev.clew.query.MovePlan;
import java.io.IOException;
import java.util.Locale;

/// Asks a person whether a move is meant.
final class MoveConsent {
  private final Terminal terminal;

  MoveConsent(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Asks, once its preview has been shown.
  ///
  /// @param exact whether people's changes go, too: that is asked for as well
  /// @throws CommandException when it is not, or nobody can be asked
  void ask(MovePlan plan, boolean exact) throws CommandException, IOException {
    if (!terminal.paged() || !terminal.live()) {
      throw new CommandException(
          Exit.USAGE,
          "%s would change: add --yes to mean it, or --dry-run to see"
              .formatted(Words.of(plan.changes(), "path")));
    }
    terminal.say(
        "change %s in %s? [y/N]".formatted(Words.of(plan.changes(), "path"), plan.root().folder()));
    var answer = answer().toLowerCase(Locale.ROOT);
    if (!answer.equals("y") && !answer.equals("yes")) {
      throw refused();
    }
    if (exact) {
      terminal.say("what people changed since goes, too; type 'exact' to go on");
      if (!answer().equals("exact")) {
        throw refused();
      }
    }
  }

  private static String answer() throws IOException {
    return Stdin.line().strip();
  }

  private static CommandException refused() {
    return new CommandException(Exit.NO, "nothing was changed");
  }
}
