package dev.clew.workspace.restore;

import org.jspecify.annotations.Nullable;

/// What became of an order.
///
/// @param left why the path was left as it was; absent when it is as ordered
public record Outcome(String path, @Nullable String left) {
  /// Whether the path is as ordered.
  public boolean isDone() {
    return left == null;
  }
}
