package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.Recorder;
import dev.clew.recorder.RunningRecorder;
import java.io.IOException;
import java.sql.SQLException;

/// Whoever writes the store: this process while no other does, else the recorder that runs.
final class Writer {
  private Writer() {}

  /// Something done with the store's recorder in this process.
  interface Here<T> {
    T run(Recorder recorder)
        throws CommandException, IOException, SQLException, InterruptedException;
  }

  /// The same, done by the recorder that runs.
  interface There<T> {
    T run(RecorderClient recorder) throws CommandException, IOException, InterruptedException;
  }

  /// Has it done by whoever may.
  static <T> T run(Context context, Here<T> here, There<T> there)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var home = context.home();
    if (!home.exists()) {
      throw new CommandException(
          Exit.ENVIRONMENT,
          "nothing is recorded in %s: run 'clew up' or 'clew import PATH' first"
              .formatted(home.folder()));
    }
    var lock = HomeLock.tryTake(home);
    if (lock.isPresent()) {
      try (var recorder =
          Recorder.open(home, lock.get(), context.agents(), context.surroundings())) {
        return here.run(recorder);
      }
    }
    var running =
        RunningRecorder.find(home)
            .orElseThrow(() ->
                new CommandException(
                    Exit.ENVIRONMENT,
                    "another process is writing to %s: try again when it has ended"
                        .formatted(home.folder())));
    return there.run(new RecorderClient(running.url(), RunningRecorder.token(home)));
  }
}
