package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.HookFrame;
import dev.clew.recorder.HookIntake;
import dev.clew.recorder.Recorder;
import dev.clew.socket.HookClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Where a command that fires hooks of its own sends them: to the recorder that runs, else to one
/// of its own for as long.
interface HookDoor extends AutoCloseable {
  /// A person waits longer than an agent: what is told must arrive in its order.
  Duration PATIENCE = Duration.ofSeconds(1);

  /// Takes a frame; on return the recorder has looked, if the frame waits for that.
  void take(HookFrame frame) throws IOException, InterruptedException;

  /// Waits until what was taken is stored, or somebody else's to store.
  void drain() throws IOException, InterruptedException;

  @Override
  void close() throws IOException, SQLException;

  /// The recorder that runs, else one of our own.
  static HookDoor open(Context context) throws IOException, SQLException, CorruptLedgerException {
    var home = context.home().create();
    var lock = HomeLock.tryTake(home);
    if (lock.isEmpty()) {
      return new Running(new HookClient(home, PATIENCE));
    }
    var recorder = Recorder.open(home, lock.get(), context.agents(), context.surroundings());
    var log = new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Own(recorder, recorder.takeHooks(log), home.spool());
  }

  /// To the recorder that runs.
  record Running(HookClient client) implements HookDoor {
    @Override
    public void take(HookFrame frame) throws IOException, InterruptedException {
      client.deliver(frame);
    }

    @Override
    public void drain() {}

    @Override
    public void close() {}
  }

  /// To one of our own.
  record Own(Recorder recorder, HookIntake intake, Path spool) implements HookDoor {
    private static final int POLL_MS = 10;
    private static final int PATIENCE_S = 20;

    @Override
    public void take(HookFrame frame) throws IOException {
      intake.take(new ByteArrayInputStream(frame.bytes()));
    }

    @Override
    public void drain() throws IOException, InterruptedException {
      var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
      while (waits() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
    }

    /// Whether a hook has not been stored: it would wait for the next recorder.
    private boolean waits() throws IOException {
      try (var files = Files.list(spool)) {
        return files.findAny().isPresent();
      }
    }

    @Override
    public void close() throws IOException, SQLException {
      recorder.close();
    }
  }
}
