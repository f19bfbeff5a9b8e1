package dev.clew.http;

import dev.clew.move.Maker;
import dev.clew.query.MovePlan;
import dev.clew.recorder.BrokenMoves;
import dev.clew.recorder.Home;
import dev.clew.recorder.MoveDoor;
import dev.clew.recorder.MoveOrder;
import dev.clew.recorder.MoveResult;
import dev.clew.recorder.Mover;
import dev.clew.recorder.NoMoveException;
import dev.clew.recorder.Recorder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.security.SecureRandom;
import java.sql.SQLException;

/// Makes the moves that a client orders, as the recorder that looks at the workspace.
final class RecorderMoves implements Maker {
  private static final int CONFLICT = 409;

  private final Recorder recorder;
  private final SecureRandom random = new SecureRandom();

  RecorderMoves(Recorder recorder) {
    this.recorder = recorder;
  }

  Home home() {
    return recorder.home();
  }

  @Override
  public MoveResult make(MoveOrder order)
      throws NoMoveException, IOException, SQLException, InterruptedException {
    return new Mover(home(), door(), random).make(order);
  }

  /// Ends moves that were broken off: before another begins.
  void endBroken() throws IOException, SQLException, InterruptedException {
    new BrokenMoves(home(), door(), random).resume();
  }

  private MoveDoor door() throws IOException {
    return MoveDoor.to(recorder.takeHooks(new PrintWriter(Writer.nullWriter())));
  }

  /// Refuses a plan for other files than those that were shown.
  ///
  /// @param shown the tree that the preview was for; empty where that does not matter
  static void checkTree(String shown, MovePlan plan) throws RefusedException {
    if (!shown.isEmpty() && !shown.equals(plan.tree())) {
      throw refused("the files have changed since this was shown");
    }
  }

  static RefusedException refused(NoMoveException why) {
    return refused(String.valueOf(why.getMessage()));
  }

  /// What is there is not what the order is for.
  static RefusedException refused(String why) {
    return RefusedException.of(CONFLICT, why);
  }
}
