package dev.clew.query;

import dev.clew.diff.LineDiff;
import dev.clew.recorder.MoveOrder;
import dev.clew.replay.Action;
import dev.clew.replay.Planned;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.restore.Order;
import dev.clew.workspace.restore.State;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What a move would do: computed from what was seen and from the working tree as it is.
///
/// @param verb the command's name
/// @param title one line that tells a person what it does
/// @param tree the working tree as it is: the plan holds for that only
/// @param paths what is done at each path, and what is kept and why
/// @param orders the same for whoever writes, with the folders that come and go
/// @param conversations those of which work is taken back and that can be resumed
public record MovePlan(
    String verb,
    String title,
    RootChoice.Root root,
    String tree,
    List<Step> paths,
    List<Order> orders,
    List<Conversation> conversations) {
  /// What is done at one path, and how the file differs by it.
  public record Step(Planned planned, FileDiff diff) {
    static final String FIELDS =
        """
        path: text - the file, below the workspace's folder
        action: text - write, delete, mode, conflict or keep
        reason?: text - why it is kept, or what is in conflict
        added: number - lines that come
        removed: number - lines that go
        patch?: text - the lines that differ, in unified form
        """;

    /// Writes it as one JSON object.
    public void write(JsonGenerator json) {
      json.writeStartObject();
      new Fields(json)
          .text("path", planned.path())
          .text("action", planned.action().wire())
          .text("reason", planned.reason())
          .number("added", diff.added())
          .number("removed", diff.removed())
          .text("patch", diff.patch());
      json.writeEndObject();
    }
  }

  /// The same with more orders, for paths that have none yet.
  MovePlan with(List<Order> more) {
    var all = new ArrayList<>(orders);
    var known = new HashSet<String>();
    orders.forEach(order -> known.add(order.path() + order.after()));
    more.stream().filter(each -> known.add(each.path() + each.after())).forEach(all::add);
    return new MovePlan(verb, title, root, tree, paths, List.copyOf(all), conversations);
  }

  /// The same, of work that was done in these conversations.
  MovePlan in(List<Conversation> done) {
    return new MovePlan(verb, title, root, tree, paths, orders, List.copyOf(done));
  }

  /// The same without one path. A folder that it is in stays, too.
  public MovePlan without(Step step) {
    var path = step.planned().path();
    return new MovePlan(
        verb,
        title,
        root,
        tree,
        paths.stream().filter(each -> !each.planned().path().equals(path)).toList(),
        orders.stream()
            .filter(each -> !each.path().equals(path) && !goesAround(each, path))
            .toList(),
        conversations);
  }

  private static boolean goesAround(Order order, String path) {
    return order.before() instanceof State.Folder && path.startsWith(order.path() + "/");
  }

  /// The same with only some of the hunks of one path.
  ///
  /// @param chosen says of each hunk of the step's patch, by its number from 0, whether it is
  ///   wanted
  public MovePlan partly(Step step, IntPredicate chosen) throws IOException {
    var path = step.planned().path();
    var order = orders.stream().filter(each -> each.path().equals(path)).findFirst().orElseThrow();
    var bytes = order.bytes();
    var now = Files.readAllBytes(root.folder().resolve(path));
    var after = bytes == null ? null : bytes.get();
    var content = LineDiff.of(now, after).partly(Patches.Style.USUAL.context(), chosen);
    var others = new ArrayList<>(orders);
    others.remove(order);
    var steps = new ArrayList<>(paths);
    steps.remove(step);
    if (!Arrays.equals(content, now)) {
      var executable = order.before() instanceof State.File file && file.executable();
      var state = new State.File(Patches.sha256(content), executable);
      others.add(new Order(path, order.before(), state, () -> content));
      steps.add(step);
    }
    return new MovePlan(
        verb, title, root, tree, List.copyOf(steps), List.copyOf(others), conversations);
  }

  /// Whether nothing is to be done, to no folder either.
  public boolean isNothing() {
    return changes() == 0 && orders.isEmpty();
  }

  /// How many files and links change.
  public long changes() {
    return paths.stream().filter(step -> step.planned().isWritten()).count();
  }

  /// The paths that are in conflict: markers are written there, or what is there is left.
  public List<String> marked() {
    return paths.stream()
        .filter(step -> step.planned().action() == Action.CONFLICT)
        .map(step -> step.planned().path())
        .toList();
  }

  /// How many of them get conflict markers.
  public long conflicts() {
    return paths.stream()
        .filter(step -> step.planned().isWritten() && step.planned().reason() != null)
        .count();
  }

  /// The order to make it.
  public MoveOrder order() {
    return order(marked(), false, null);
  }

  /// The order to make it, where it takes a move back together with its conflicts.
  public MoveOrder orderAbort() {
    return order(List.of(), true, null);
  }

  /// The order to make it, before a commit.
  ///
  /// @param message the commit's; empty where the files are to be staged only
  public MoveOrder orderBefore(String message) {
    return order(marked(), false, message);
  }

  private MoveOrder order(List<String> marked, boolean aborts, @Nullable String message) {
    return new MoveOrder(verb, title, root.folder(), tree, orders, marked, aborts, message);
  }
}
