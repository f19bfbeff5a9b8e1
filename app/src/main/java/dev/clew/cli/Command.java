package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.query.QueryException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One command: what it takes, and what it does.
interface Command {
  /// Its name, help, options and parameters.
  CommandSpec spec();

  /// Whether its answer can be long: on a terminal a pager shows it then.
  default boolean isLong() {
    return false;
  }

  /// Whether it only asks.
  default boolean isQuestion() {
    return false;
  }

  /// Whether these words say all that it needs: it asks nobody, starts no program and reads nothing
  /// that comes in. A running recorder can do it then, as one of the same user's processes.
  ///
  /// @param words what follows its name
  default boolean isSaid(List<String> words) {
    return isQuestion();
  }

  /// Does it.
  Exit run(ParseResult arguments, Context context)
      throws CommandException,
          QueryException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException;
}
