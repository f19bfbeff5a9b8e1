package dev.clew.cli;

/// A command that cannot be carried out: what happened, where, and what to do.
final class CommandException extends Exception {
  private static final long serialVersionUID = 1;

  private final Exit exit;

  CommandException(Exit exit, String message) {
    super(message);
    this.exit = exit;
  }

  Exit exit() {
    return exit;
  }
}
