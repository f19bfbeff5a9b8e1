package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.move.Maker;
import dev.clew.recorder.BrokenMoves;
import dev.clew.recorder.MoveOrder;
import dev.clew.recorder.MoveResult;
import dev.clew.recorder.Mover;
import dev.clew.recorder.NoMoveException;
import java.io.IOException;
import java.sql.SQLException;

/// Makes the moves of a command beside the recorder that runs, else as one.
final class MoveMaking implements Maker {
  private final Context context;

  MoveMaking(Context context) {
    this.context = context;
  }

  @Override
  public MoveResult make(MoveOrder order)
      throws NoMoveException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    try (var door = HookDoor.open(context)) {
      var result = new Mover(context.home(), door::take, context.random().get()).make(order);
      door.drain();
      return result;
    }
  }

  /// Ends moves whose process died: before another begins.
  void endBroken() throws IOException, SQLException, CorruptLedgerException, InterruptedException {
    if (!BrokenMoves.any(context.home())) {
      return;
    }
    try (var door = HookDoor.open(context)) {
      var ended = new BrokenMoves(context.home(), door::take, context.random().get()).resume();
      door.drain();
      if (!ended.isEmpty()) {
        context.terminal().say(ended.text());
      }
    }
  }
}
