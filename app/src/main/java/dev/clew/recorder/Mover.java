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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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
  private final MoveFolder folder;
  private final MoveTeller teller;
  private final SecureRandom random;
  private final Consumer<String> reached;

  /// Makes moves in workspaces that the recorder of `home` looks at.
  public Mover(Home home, MoveDoor door, SecureRandom random) {
    this(home, door, random, _ -> {});
  }

  /// @param reached hears of each point at which a process may end, before it goes on
  Mover(Home home, MoveDoor door, SecureRandom random, Consumer<String> reached) {
    this.home = home;
    this.folder = new MoveFolder(home);
    this.teller = new MoveTeller(door, random);
    this.random = random;
    this.reached = reached;
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
    List<Outcome> outcomes;
    try (var _ = folder.turn()) {
      outcomes = make(order, id, said);
    }
    var step = MoveHooks.step(id);
    return new MoveResult(
        MoveHooks.session(id).id(), step, order.tree(), awaitSeen(step), outcomes);
  }

  private List<Outcome> make(MoveOrder order, String id, MoveHooks.Said said)
      throws NoMoveException, IOException, SQLException, InterruptedException {
    var untold = folder.untold(id);
    List<Outcome> outcomes = List.of();
    try {
      teller.tell("start", said.payload(0, 0), 0);
      reached.accept("begun");
      Files.write(untold, said.payload(0, 0));
      reached.accept("to be told");
      teller.tell("before", said.payload(0, 0), WAIT_MS);
      reached.accept("seen");
      awaitKept(order.tree());
      reached.accept("kept");
      outcomes = write(order, id);
    } finally {
      teller.tellEnd(said, outcomes);
      reached.accept("told");
      Files.deleteIfExists(untold);
    }
    return outcomes;
  }

  /// Writes, and notes what conflicts there are: before the first path is changed, so that they are
  /// known however it ends.
  private List<Outcome> write(MoveOrder order, String id) throws IOException {
    var step = MoveHooks.step(id).hex();
    List<Outcome> outcomes;
    try {
      outcomes =
          new Restore(folder.journal(id), point -> reached(point, order, step))
              .apply(order.root(), id, order.orders());
    } catch (IOException | RuntimeException e) {
      Conflicts.forget(home, step); // nothing has changed
      throw e;
    }
    reached.accept("moved");
    var left = new HashSet<String>();
    outcomes.stream().filter(each -> !each.isDone()).forEach(each -> left.add(each.path()));
    var open = order.open().stream().filter(path -> !left.contains(path)).toList();
    if (!open.isEmpty()) {
      new Conflicts(order.root(), step, open, order.message()).keep(home);
    } else if (!order.open().isEmpty()) {
      Conflicts.forget(home, step);
    } else if (order.aborts() && left.isEmpty()) {
      Conflicts.settle(home, order.root());
    }
    reached.accept("written");
    return outcomes;
  }

  /// Once there is a journal, so that whoever ends the move knows that they came to nothing.
  private void reached(String point, MoveOrder order, String step) {
    if (point.equals("planned") && !order.open().isEmpty()) {
      try {
        new Conflicts(order.root(), step, order.open(), order.message()).expect(home);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    reached.accept(point);
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
}
