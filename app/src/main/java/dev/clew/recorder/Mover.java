package dev.clew.recorder;

import dev.clew.capture.move.MoveHooks;
import dev.clew.capture.move.MoveHooks.Leaves;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.Unsealer;
import dev.clew.event.SpanId;
import dev.clew.index.IndexReader;
import dev.clew.workspace.restore.Order;
import dev.clew.workspace.restore.Outcome;
import dev.clew.workspace.restore.Restore;
import dev.clew.workspace.restore.State;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Makes moves: tells the recorder as an agent's hooks do, so that it looks before and after, and
/// writes in between.
///
/// Nothing is written before the state that is there is durable in the store.
public final class Mover {
  private static final int ID = 16;
  private static final int WAIT_MS = 30_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MS = 10;

  private final Home home;
  private final Door door;
  private final SecureRandom random;

  /// Where the hooks of a move go.
  public interface Door {
    /// Takes a frame; on return the recorder has looked, if the frame waits for that.
    void take(HookFrame frame) throws IOException, InterruptedException;
  }

  /// Makes moves in workspaces that the recorder of `home` looks at.
  public Mover(Home home, Door door, SecureRandom random) {
    this.home = home;
    this.door = door;
    this.random = random;
  }

  /// A move was not made, and why.
  public static final class NoMoveException extends Exception {
    private static final long serialVersionUID = 1;

    NoMoveException(String message) {
      super(message);
    }
  }

  /// Makes a move.
  ///
  /// @throws NoMoveException when the workspace is not as it was planned for, or not recorded:
  ///   nothing has changed
  /// @throws IOException when nothing could be prepared: nothing has changed
  public MoveResult make(MoveOrder order)
      throws NoMoveException, IOException, SQLException, InterruptedException {
    var bytes = new byte[ID];
    random.nextBytes(bytes);
    var id = HexFormat.of().formatHex(bytes);
    var said =
        new MoveHooks.Said(
            id,
            order.verb(),
            order.title(),
            order.root().toString(),
            order.orders().stream()
                .filter(each -> !isFolder(each.before()) && !isFolder(each.after()))
                .map(Mover::leaves)
                .toList());
    tell("start", said.payload(0, 0), 0);
    tell("before", said.payload(0, 0), WAIT_MS);
    List<Outcome> outcomes = List.of();
    try (var _ = turn(home)) {
      awaitKept(order.tree());
      var journal = journals(home).resolve(id + ".json");
      outcomes = new Restore(journal).apply(order.root(), id, order.orders());
    } finally {
      var done = (int) outcomes.stream().filter(Outcome::isDone).count();
      tell("after", said.payload(done, outcomes.size() - done), 0);
      tell("end", said.payload(done, outcomes.size() - done), 0);
    }
    var step = MoveHooks.step(id);
    return new MoveResult(
        MoveHooks.session(id).id(), step, order.tree(), awaitSeen(step), outcomes);
  }

  private static boolean isFolder(State state) {
    return state instanceof State.Folder;
  }

  private static Leaves leaves(Order order) {
    return switch (order.after()) {
      case State.File file -> new Leaves(order.path(), file.sha256());
      case State.Link link -> new Leaves(order.path(), link.sha256());
      case State.Nothing _, State.Folder _, State.Other _ -> Leaves.nothing(order.path());
    };
  }

  private void tell(String event, byte[] payload, int waitMs)
      throws IOException, InterruptedException {
    var nonce = new byte[ID];
    random.nextBytes(nonce);
    door.take(HookFrame.now(MoveHooks.AGENT, event, nonce, waitMs, payload));
  }

  /// Waits until the store has the state that is to be changed.
  private void awaitKept(String tree)
      throws NoMoveException, IOException, SQLException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    try (var content = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      while (content.object(HexFormat.of().parseHex(tree)).isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new NoMoveException(
              "the files were changed while the move was planned, or nobody records them;"
                  + " nothing was done: try again, and see 'clew status'");
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
    } catch (DamagedObjectException e) {
      throw new IOException(e.getMessage() + "; 'clew verify' lists what is damaged", e);
    }
  }

  private Optional<String> awaitSeen(SpanId step) throws SQLException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    try (var index = IndexReader.open(home.index())) {
      while (System.nanoTime() < deadline) {
        for (var seen : index.workspaces().snapshotsOfStep(step.bits())) {
          if (!seen.what().moment().equals("before")) {
            return Optional.of(seen.what().tree());
          }
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
    }
    return Optional.empty();
  }

  /// Held while a move is made: another one waits. The file's end is the lock's.
  private record Turn(FileChannel file) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /// One move is made at a time.
  private static Turn turn(Home home) throws IOException, InterruptedException {
    var file =
        FileChannel.open(
            journals(home).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (file.tryLock() != null) {
          return new Turn(file);
        }
      } catch (OverlappingFileLockException e) {
        // Another thread of ours is at it.
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    file.close();
    throw new IOException("another move is being made, and does not end");
  }

  /// Where moves note how far they have come.
  private static Path journals(Home home) throws IOException {
    var folder = home.folder().resolve("moves");
    return Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /// Ends the moves that were broken off: their process died.
  ///
  /// @return the paths that were brought into the state that they were to have
  public static List<Outcome> resume(Home home) throws IOException, InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    var folder = home.folder().resolve("moves");
    if (!Restore.isPossible() || !Files.isDirectory(folder)) {
      return outcomes;
    }
    try (var _ = turn(home);
        var files = Files.newDirectoryStream(folder, "*.json")) {
      for (var file : files) {
        if (file.getFileName().toString().matches("[0-9a-f]{32}\\.json")) {
          outcomes.addAll(new Restore(file).resume());
        }
      }
    }
    return outcomes;
  }
}
