package dev.clew.recorder;

import dev.clew.capture.move.MoveHooks;
import dev.clew.index.IndexReader;
import dev.clew.workspace.restore.Outcome;
import dev.clew.workspace.restore.Restore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Moves whose process died before they were over: ended by whoever comes next.
public final class BrokenMoves {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MS = 10;

  /// Which of a session's looks tells of its end.
  private static final String ENDED = "session_end";

  private final Home home;
  private final MoveFolder folder;
  private final MoveTeller teller;
  private final Consumer<String> reached;

  /// Those that are noted in `home`; what is untold of them goes to the recorder by `door`.
  public BrokenMoves(Home home, MoveDoor door, SecureRandom random) {
    this(home, door, random, _ -> {});
  }

  /// @param reached hears of each point at which a process may end, before it goes on
  BrokenMoves(Home home, MoveDoor door, SecureRandom random, Consumer<String> reached) {
    this.home = home;
    this.folder = new MoveFolder(home);
    this.teller = new MoveTeller(door, random);
    this.reached = reached;
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
  public static boolean any(Home home) throws IOException {
    return !new MoveFolder(home).ids().isEmpty();
  }

  /// Ends the moves that were broken off: their process died. One that cannot be ended keeps none
  /// of the others. What was not told of them is told, so that they can be taken back as any other.
  public Ended resume() throws IOException, SQLException, InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    var stuck = new ArrayList<String>();
    var told = new ArrayList<MoveHooks.Said>();
    if (!any(home)) {
      return new Ended(outcomes, stuck);
    }
    try (var _ = folder.turn()) {
      for (var id : folder.ids()) {
        try {
          var done = new Restore(folder.journal(id), reached).resume();
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
    for (var said : told) {
      awaitEnd(said);
    }
    return new Ended(outcomes, stuck);
  }

  /// Waits until the recorder has told how the workspace was at the move's end: what the move
  /// changed has been told by then. Where the workspace is gone nobody will.
  private void awaitEnd(MoveHooks.Said said) throws SQLException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var session = MoveHooks.session(said.id()).id();
    try (var index = IndexReader.open(home.index())) {
      while (System.nanoTime() < deadline && Files.isDirectory(Path.of(said.root()))) {
        var seen = index.workspaces().snapshotsOfSessions(index.sessionsLike(session));
        if (seen.stream().anyMatch(each -> each.what().moment().equals(ENDED))) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
    }
  }

  /// What was told; empty where all had been.
  private Optional<MoveHooks.Said> tellRest(String id, List<Outcome> outcomes)
      throws IOException, InterruptedException {
    var untold = folder.untold(id);
    Optional<MoveHooks.Said> said;
    try {
      said = MoveHooks.Said.of(Files.readAllBytes(untold));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (said.isPresent()) {
      teller.tellEnd(said.get(), outcomes);
    }
    Files.deleteIfExists(untold);
    return said;
  }
}
