package dev.clew.recorder;

import dev.clew.workspace.restore.Order;
import dev.clew.workspace.restore.State;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A move to be made.
///
/// @param verb the command's name
/// @param title one line that tells a person what it does
/// @param root the workspace's folder
/// @param tree the workspace as it was when the move was planned
/// @param orders what is to become of which path
/// @param marked the paths that are in conflict: they wait for their resolution
/// @param aborts whether it takes a move back together with its conflicts
/// @param message of the commit that is to follow, empty where its files are to be staged only;
///   absent where none is to follow
public record MoveOrder(
    String verb,
    String title,
    Path root,
    String tree,
    List<Order> orders,
    List<String> marked,
    boolean aborts,
    @Nullable String message) {
  /// The paths that wait for something when it is made: those in conflict, and where a commit is to
  /// follow all that it is to have.
  List<String> open() {
    return message == null
        ? marked
        : orders.stream()
            .filter(each ->
                !(each.before() instanceof State.Folder || each.after() instanceof State.Folder))
            .map(Order::path)
            .toList();
  }
}
