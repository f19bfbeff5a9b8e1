package dev.clew.query;

import dev.clew.event.WorkspaceState;
import dev.clew.index.Seen;
import dev.clew.index.StepAuthor;
import dev.clew.workspace.Change;
import dev.clew.workspace.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The states that a workspace had from one moment to another, in order of time; no two that follow
/// each other are the same.
public final class BisectStates {
  private final Sources sources;
  private final List<Seen<WorkspaceState>> states;

  private BisectStates(Sources sources, List<Seen<WorkspaceState>> states) {
    this.sources = sources;
    this.states = states;
  }

  /// What came between two states.
  ///
  /// @param snapshot the newer one, seen `at`
  /// @param author the step that the newer one was seen after; absent where it was not seen after a
  ///   step: it is not known, then, who made the change
  /// @param changes what differs
  public record Passage(
      String snapshot, @Nullable Long at, Optional<StepAuthor> author, List<Changed> changes) {}

  /// A file that differs.
  public record Changed(String op, String path, @Nullable String from) {
    private static Changed of(Change change) {
      return new Changed(change.op().wire(), change.path(), change.from());
    }
  }

  /// The states from `good` to `bad`, each a step, turn, session or snapshot.
  public static BisectStates of(String good, String bad, Path folder, Sources sources)
      throws QueryException, SQLException {
    var points = new Points(sources, folder);
    var first = points.moment(good).seen();
    var last = points.moment(bad).seen();
    var root = first.what().root();
    if (!root.equals(last.what().root())) {
      throw QueryException.usage(
          "%s is a state of %s, and %s of %s".formatted(good, root, bad, last.what().root()));
    }
    var between = new ArrayList<Seen<WorkspaceState>>();
    for (var each : sources.index().workspaces().snapshotsBetween(first, last)) {
      if (between.isEmpty() || !between.getLast().what().tree().equals(each.what().tree())) {
        between.add(each);
      }
    }
    if (between.size() < 2) {
      throw QueryException.usage(
          "there is no change between %s and %s: the good state has to be the older one"
              .formatted(good, bad));
    }
    return new BisectStates(sources, List.copyOf(between));
  }

  /// How many there are; the first is the good one, the last the bad one.
  public int size() {
    return states.size();
  }

  /// The workspace's folder.
  public String root() {
    return states.getFirst().what().root();
  }

  /// The name of a state.
  public String snapshot(int state) {
    return states.get(state).what().tree();
  }

  /// All that it had.
  public WholeState whole(int state) throws IOException {
    return WholeState.of(root(), snapshot(state), sources);
  }

  /// How a state came from the one before.
  public Passage passage(int state) throws QueryException, SQLException, IOException {
    var seen = states.get(state);
    var step = seen.what().moment().equals("before") ? null : seen.step();
    var author =
        step == null
            ? Optional.<StepAuthor>empty()
            : Optional.ofNullable(sources.index().authors(List.of(step)).get(step));
    var changes =
        new Trees(new StoredObjects(sources))
            .diff(snapshot(state - 1), snapshot(state)).stream().map(Changed::of).toList();
    return new Passage(snapshot(state), seen.at(), author, changes);
  }
}
