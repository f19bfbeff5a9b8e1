package dev.clew.workspace.restore;

import dev.clew.workspace.PathText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Carries out orders.
///
/// First all new contents are written into a folder of our own in the root and read back; nothing
/// has changed until then. Then each path is swapped in one call of the system, which leaves what
/// was there in our folder; if that is not what the order says had to be there, it is swapped back.
/// A journal tells how far it came: [#resume] ends what was broken off at any point.
public final class Restore {
  private final Path journal;
  private final Consumer<String> reached;

  /// @param journal a file of our own, of this move
  public Restore(Path journal) {
    this(journal, _ -> {});
  }

  /// @param reached hears of each point at which a process may end, before it goes on
  public Restore(Path journal, Consumer<String> reached) {
    this.journal = journal;
    this.reached = reached;
  }

  /// Whether this system can carry out moves: Linux only, so far.
  public static boolean isPossible() {
    return System.getProperty("os.name", "").equals("Linux");
  }

  /// Brings the paths below `root` into the ordered states.
  ///
  /// @param id letters and digits; names the folder where contents wait
  /// @return what became of each order, in the order in which they were given
  /// @throws IOException when nothing could be prepared: then nothing has changed
  public List<Outcome> apply(Path root, String id, List<Order> orders) throws IOException {
    var outcomes = new HashMap<Order, Outcome>();
    var able = new ArrayList<Order>();
    for (var order : orders) {
      var refusal = Names.refusal(PathText.bytes(order.path()));
      if (refusal.isPresent()) {
        outcomes.put(order, new Outcome(order.path(), refusal.get()));
      } else {
        able.add(order);
      }
    }
    able.sort(inTurn());
    var steps =
        able.stream()
            .map(each -> new Journal.Step(each.path(), each.before(), each.after()))
            .toList();
    var plan = new Journal(root, Staging.PREFIX + id, false, steps);
    plan.write(journal);
    reached.accept("planned");
    try (var staging = opened(root, plan.stage())) {
      try {
        stage(staging, able);
        new Journal(root, plan.stage(), true, steps).write(journal);
      } catch (IOException | RuntimeException e) {
        abandon(staging, steps.size(), e);
        throw e;
      }
      reached.accept("staged");
      var done = swap(staging, steps);
      for (var i = 0; i < able.size(); i++) {
        outcomes.put(able.get(i), done.get(i));
      }
    }
    return orders.stream()
        .map(order -> java.util.Objects.requireNonNull(outcomes.get(order)))
        .toList();
  }

  private Staging opened(Path root, String stage) throws IOException {
    try {
      return Staging.open(root, stage);
    } catch (IOException e) {
      Files.deleteIfExists(journal);
      throw e;
    }
  }

  /// Removals first, then folders from the inside out, then new folders from the outside in, then
  /// contents.
  private static Comparator<Order> inTurn() {
    return Comparator.<Order>comparingInt(order -> turn(order.before(), order.after()))
        .thenComparing((one, other) ->
            turn(one.before(), one.after()) == 1
                ? other.path().compareTo(one.path())
                : one.path().compareTo(other.path()));
  }

  private static int turn(State before, State after) {
    if (after instanceof State.Nothing) {
      return before instanceof State.Folder ? 1 : 0;
    }
    return after instanceof State.Folder ? 2 : 3;
  }

  private void stage(Staging staging, List<Order> orders) throws IOException {
    for (var i = 0; i < orders.size(); i++) {
      var order = orders.get(i);
      var bytes = order.bytes();
      switch (order.after()) {
        case State.File file when bytes != null ->
            staging.file(place(i), bytes.get(), file, permissions(staging, order));
        case State.Link link when bytes != null -> staging.link(place(i), bytes.get(), link);
        case State.File _, State.Link _ ->
            throw new IllegalArgumentException(order.path() + " has no bytes to be written");
        case State.Nothing _, State.Folder _ -> {}
        case State.Other _ ->
            throw new IllegalArgumentException(order.path() + " cannot become that");
      }
      reached.accept("stage " + i);
    }
    staging.sync();
  }

  private static int permissions(Staging staging, Order order) {
    if (!(order.before() instanceof State.File)) {
      return 0;
    }
    try (var spot = Spot.find(staging.root(), PathText.bytes(order.path()), false)) {
      return Staging.permissions(spot.folder(), spot.name());
    } catch (IOException e) {
      return 0;
    }
  }

  private static String place(int order) {
    return "n" + order;
  }

  /// Nothing has changed; what cannot be cleared away now is cleared away by who resumes.
  private void abandon(Staging staging, int orders, Exception why) {
    try {
      abandon(staging, orders);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private void abandon(Staging staging, int orders) throws IOException {
    for (var i = 0; i < orders; i++) {
      staging.discard(place(i));
    }
    staging.remove();
    Files.deleteIfExists(journal);
  }

  private List<Outcome> swap(Staging staging, List<Journal.Step> steps) throws IOException {
    var outcomes = new ArrayList<Outcome>();
    for (var i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      Optional<String> left;
      try {
        left = swap(staging, step, i);
      } catch (IOException e) {
        left = Optional.of(String.valueOf(e.getMessage()));
      }
      outcomes.add(new Outcome(step.path(), left.orElse(null)));
      reached.accept("swapped " + i);
    }
    try {
      Posix.sync(staging.root());
      finish(staging, steps, outcomes);
    } catch (IOException e) {
      // Every path is as its outcome says. The journal is still there: who resumes clears away.
      return outcomes;
    }
    return outcomes;
  }

  private Optional<String> swap(Staging staging, Journal.Step step, int number) throws IOException {
    var makes = !(step.after() instanceof State.Nothing);
    try (var spot = Spot.find(staging.root(), PathText.bytes(step.path()), makes)) {
      var place = place(number).getBytes(StandardCharsets.US_ASCII);
      var surprise = settle(staging, spot, step, place);
      if (surprise.isPresent()) {
        return surprise;
      }
      var there = Staging.at(spot.folder(), spot.name());
      if (there.equals(step.after())) {
        return Optional.empty();
      }
      if (!there.equals(step.before())) {
        return Optional.of("it was changed meanwhile");
      }
      return switch (step.after()) {
        case State.Nothing _ when step.before() instanceof State.Folder -> removeFolder(spot);
        case State.Folder _ -> {
          Posix.makeFolder(spot.folder(), spot.name(), 0777);
          yield Optional.empty();
        }
        default -> {
          exchange(staging, spot, step, place);
          reached.accept("taken " + number);
          yield settle(staging, spot, step, place);
        }
      };
    } catch (PosixException e) {
      if (step.after() instanceof State.Nothing && e.number() == PosixException.NO_ENTRY) {
        return Optional.empty(); // the folder is gone that it was in
      }
      throw e;
    }
  }

  private static Optional<String> removeFolder(Spot spot) throws IOException {
    try {
      Posix.removeFolder(spot.folder(), spot.name());
      return Optional.empty();
    } catch (PosixException e) {
      if (e.number() == PosixException.NOT_EMPTY) {
        return Optional.of("something is in it");
      }
      throw e;
    }
  }

  private static void exchange(Staging staging, Spot spot, Journal.Step step, byte[] place)
      throws IOException {
    if (step.after() instanceof State.Nothing) {
      Posix.rename(spot.folder(), spot.name(), staging.stage(), place, Posix.Renaming.TO_FREE);
    } else if (step.before() instanceof State.Nothing) {
      Posix.rename(staging.stage(), place, spot.folder(), spot.name(), Posix.Renaming.TO_FREE);
    } else {
      Posix.rename(staging.stage(), place, spot.folder(), spot.name(), Posix.Renaming.EXCHANGE);
    }
  }

  /// Gives back what was taken and is not what had to be there: somebody wrote it a moment before.
  ///
  /// @return why the path is left alone; empty when nothing of somebody else's was taken
  private static Optional<String> settle(
      Staging staging, Spot spot, Journal.Step step, byte[] place) throws IOException {
    var taken = Staging.at(staging.stage(), place);
    if (taken instanceof State.Nothing
        || taken.equals(step.before())
        || taken.equals(step.after())) {
      return Optional.empty();
    }
    var there = Staging.at(spot.folder(), spot.name());
    if (there instanceof State.Nothing) {
      Posix.rename(staging.stage(), place, spot.folder(), spot.name(), Posix.Renaming.TO_FREE);
    } else if (there.equals(step.after())) {
      Posix.rename(staging.stage(), place, spot.folder(), spot.name(), Posix.Renaming.EXCHANGE);
    } else {
      return Optional.of("it was changed twice meanwhile; the first is kept beside it");
    }
    return Optional.of("it was changed meanwhile");
  }

  /// Removes what is ours or was replaced; what else is there stays, and is told.
  private void finish(Staging staging, List<Journal.Step> steps, List<Outcome> outcomes)
      throws IOException {
    for (var i = 0; i < steps.size(); i++) {
      var place = place(i).getBytes(StandardCharsets.US_ASCII);
      var taken = Staging.at(staging.stage(), place);
      if (taken.equals(steps.get(i).before()) || taken.equals(steps.get(i).after())) {
        staging.discard(place(i));
      } else if (!(taken instanceof State.Nothing)) {
        outcomes.set(
            i,
            new Outcome(
                steps.get(i).path(),
                "it was changed meanwhile; what was there is in its root's folder of this move,"
                    + " under "
                    + place(i)));
      }
    }
    reached.accept("finished");
    if (staging.remove()) {
      Files.deleteIfExists(journal);
    }
  }

  /// Ends a move that was broken off: where contents were still being prepared nothing has changed
  /// and they are removed; otherwise the rest is done.
  ///
  /// @return what became of each order, none where nothing had changed; empty when there was
  ///   nothing to end
  public Optional<List<Outcome>> resume() throws IOException {
    var found = Journal.read(journal);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var plan = found.get();
    try (var staging = Staging.open(plan.root(), plan.stage())) {
      if (!plan.swapping()) {
        abandon(staging, plan.orders().size());
        return Optional.of(List.of());
      }
      return Optional.of(swap(staging, plan.orders()));
    }
  }

  /// The folder below whose root contents wait, for messages.
  public static Map<String, String> unfinished(Path journal) throws IOException {
    return Journal.read(journal)
        .map(plan -> Map.of(plan.root().toString(), plan.stage()))
        .orElse(Map.of());
  }
}
