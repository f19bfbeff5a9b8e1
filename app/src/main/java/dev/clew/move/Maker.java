package dev.clew.move;

import dev.clew.recorder.MoveOrder;
import dev.clew.recorder.MoveResult;
import dev.clew.recorder.NoMoveException;
import java.io.IOException;
import java.sql.SQLException;

/// Whoever makes a move: the recorder that runs, or a process that is one for as long.
public interface Maker {
  /// Makes a move.
  ///
  /// @throws NoMoveException when it was not made, and why
  MoveResult make(MoveOrder order)
      throws NoMoveException, IOException, SQLException, InterruptedException;
}
