package dev.clew.recorder;

import dev.clew.capture.move.MoveHooks;
import dev.clew.workspace.restore.Outcome;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;

/// Tells the recorder of a move as an agent's hooks do.
///
/// @param door where they go
record MoveTeller(MoveDoor door, SecureRandom random) {
  private static final int NONCE = 16;

  void tell(String event, byte[] payload, int waitMs) throws IOException, InterruptedException {
    var nonce = new byte[NONCE];
    random.nextBytes(nonce);
    door.take(HookFrame.now(MoveHooks.AGENT, event, nonce, waitMs, payload));
  }

  /// What came of it, and that it is over.
  void tellEnd(MoveHooks.Said said, List<Outcome> outcomes)
      throws IOException, InterruptedException {
    var done = (int) outcomes.stream().filter(Outcome::isDone).count();
    tell("after", said.payload(done, outcomes.size() - done), 0);
    tell("end", said.payload(done, outcomes.size() - done), 0);
  }
}
