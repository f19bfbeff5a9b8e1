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
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Makes moves: tells the recorder as an agent's hooks do, so that it looks before and after, and
/// writes in between.
///
/// Nothing is written before the state that is there is durable in the store.
public final class Mover {
  private static final int ID = 16;
  private static final int WAIT_MS = 30_000;
  private static final String JOURNAL = ".json";

  private static final Pattern FILE = Pattern.compile("([0-9a-f]{32})\\.(json|untold)");

  /// What the name of a file ends with that has what a move's hooks say, until all are told.
  private static final String UNTOLD = ".untold";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BRIEFLY = Duration.ofSeconds(2);
  private static final Duration TURN = Duration.ofMinutes(2);
  private static final long POLL_MS = 10;

  private final Home home;
  private final Door door;
  private final SecureRandom random;
  private final Consumer<String> reached;

  /// Where the hooks of a move go.
  public interface Door {
    /// Takes a frame; on return the recorder has looked, if the frame waits for that.
    void take(HookFrame frame) throws IOException, InterruptedException;
  }

  /// Makes moves in workspaces that the recorder of `home` looks at.
  public Mover(Home home, Door door, SecureRandom random) {
    this(home, door, random, _ -> {});
  }

  /// @param reached hears of each point at which a process may end, before it goes on
  Mover(Home home, Door door, SecureRandom random, Consumer<String> reached) {
    this.home = home;
    this.door = door;
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
    try (var _ = turn(home)) {
      outcomes = make(order, id, said);
    }
    var step = MoveHooks.step(id);
    return new MoveResult(
        MoveHooks.session(id).id(), step, order.tree(), awaitSeen(step), outcomes);
  }

  /// Writes, and notes what conflicts there are: before the first path is changed, so that they are
  /// known however it ends.
  private List<Outcome> write(MoveOrder order, String id) throws IOException {
    var step = MoveHooks.step(id).hex();
    List<Outcome> outcomes;
    try {
      outcomes =
          new Restore(journals(home).resolve(id + JOURNAL), point -> reached(point, order, step))
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

  private List<Outcome> make(MoveOrder order, String id, MoveHooks.Said said)
      throws NoMoveException, IOException, SQLException, InterruptedException {
    var untold = journals(home).resolve(id + UNTOLD);
    List<Outcome> outcomes = List.of();
    try {
      tell("start", said.payload(0, 0), 0);
      reached.accept("begun");
      Files.write(untold, said.payload(0, 0));
      reached.accept("to be told");
      tell("before", said.payload(0, 0), WAIT_MS);
      reached.accept("seen");
      awaitKept(order.tree());
      reached.accept("kept");
      outcomes = write(order, id);
    } finally {
      tellEnd(said, outcomes);
      reached.accept("told");
      Files.deleteIfExists(untold);
    }
    return outcomes;
  }

  private void tellEnd(MoveHooks.Said said, List<Outcome> outcomes)
      throws IOException, InterruptedException {
    var done = (int) outcomes.stream().filter(Outcome::isDone).count();
    tell("after", said.payload(done, outcomes.size() - done), 0);
    tell("end", said.payload(done, outcomes.size() - done), 0);
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
    var deadline = System.nanoTime() + TURN.toNanos();
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

  /// What became of moves that were broken off.
  ///
  /// @param outcomes of the paths of those that were ended
  /// @param stuck why others could not be ended: their workspace is gone, or the disk is full; they
  ///   are tried again the next time
  public record Ended(List<Outcome> outcomes, List<String> stuck) {
    /// Whether there is nothing to tell.
    public boolean isEmpty() {
      return outcomes.isEmpty() && stuck.isEmpty();
    }

    /// One line for people.
    public String text() {
      var text = new ArrayList<String>();
      if (!outcomes.isEmpty()) {
        text.add(
            "a move that was broken off has been ended: %d path%s"
                .formatted(outcomes.size(), outcomes.size() == 1 ? "" : "s"));
      }
      stuck.forEach(why -> text.add("a move that was broken off cannot be ended: " + why));
      return String.join("; ", text);
    }
  }

  /// Whether a move was broken off.
  public static boolean isBroken(Home home) throws IOException {
    return !ids(home).isEmpty();
  }

  /// The moves that were broken off: those that wrote, or of which not all was told.
  private static Set<String> ids(Home home) throws IOException {
    var folder = home.folder().resolve("moves");
    var ids = new TreeSet<String>();
    if (Restore.isPossible() && Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder)) {
        for (var file : files) {
          var name = FILE.matcher(file.getFileName().toString());
          if (name.matches()) {
            ids.add(name.group(1));
          }
        }
      }
    }
    return ids;
  }

  /// Ends the moves that were broken off: their process died. One that cannot be ended keeps none
  /// of the others. What was not told of them is told, so that they can be taken back as any other.
  public Ended resume() throws IOException, SQLException, InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    var stuck = new ArrayList<String>();
    var told = new HashSet<String>();
    var since = System.currentTimeMillis();
    if (!isBroken(home)) {
      return new Ended(outcomes, stuck);
    }
    try (var _ = turn(home)) {
      for (var id : ids(home)) {
        try {
          var done = new Restore(journals(home).resolve(id + JOURNAL), reached).resume();
          if (done.isPresent() && done.get().isEmpty()) {
            Conflicts.forget(home, MoveHooks.step(id).hex());
          }
          outcomes.addAll(done.orElse(List.of()));
          tellRest(id, done.orElse(List.of())).ifPresent(told::add);
        } catch (IOException e) {
          stuck.add(String.valueOf(e.getMessage()));
        }
      }
    }
    for (var root : told) {
      awaitLook(root, since, outcomes.isEmpty() ? BRIEFLY : PATIENCE);
    }
    return new Ended(outcomes, stuck);
  }

  /// Waits until a workspace has been looked at: a recorder that was not there when the move began
  /// may tell nothing of its step.
  private void awaitLook(String root, long sinceMs, Duration patience)
      throws SQLException, InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    try (var index = IndexReader.open(home.index())) {
      while (System.nanoTime() < deadline) {
        var last = index.workspaces().lastSnapshot(root, Long.MAX_VALUE);
        var at = last.isEmpty() ? null : last.get().at();
        if (at != null && at >= sinceMs) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
    }
  }

  /// The workspace's folder, if there was anything to tell.
  private Optional<String> tellRest(String id, List<Outcome> outcomes)
      throws IOException, InterruptedException {
    var untold = journals(home).resolve(id + UNTOLD);
    Optional<MoveHooks.Said> said;
    try {
      said = MoveHooks.Said.of(Files.readAllBytes(untold));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (said.isPresent()) {
      tellEnd(said.get(), outcomes);
    }
    Files.deleteIfExists(untold);
    return said.map(MoveHooks.Said::root);
  }
}
