package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.move.Maker;
import dev.clew.recorder.MoveOrder;
import dev.clew.recorder.MoveResult;
import dev.clew.recorder.Mover;
import dev.clew.recorder.NoMoveException;
import java.io.IOException;
import java.sql.SQLException;

/// Makes the moves of a command beside the recorder that runs, else as one.
final class MoveDoor implements Maker {
  private final Context context;

  MoveDoor(Context context) {
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
      var result = mover(door).make(order);
      door.drain();
      return result;
    }
  }

  /// Ends moves whose process died: before another begins.
  void endBroken() throws IOException, SQLException, CorruptLedgerException, InterruptedException {
    if (!Mover.isBroken(context.home())) {
      return;
    }
    try (var door = HookDoor.open(context)) {
      var ended = mover(door).resume();
      door.drain();
      if (!ended.isEmpty()) {
        context.terminal().say(ended.text());
      }
    }
  }

  private Mover mover(HookDoor door) {
    return new Mover(context.home(), door::take, context.random().get());
  }
}
