package dev.clew.workspace;

import org.jspecify.annotations.Nullable;

/// How much a workspace has. Safe for use by several threads.
final class Totals {
  private long files;
  private long bytes;
  private long notKept;
  private long keptBytes;

  synchronized void replace(@Nullable Entry before, @Nullable Entry after) {
    add(before, -1);
    add(after, 1);
  }

  private void add(@Nullable Entry entry, int sign) {
    if (entry == null || !entry.kind().hasContent()) {
      return;
    }
    files += sign;
    bytes += sign * entry.size();
    if (entry.reason() == Reason.NONE) {
      keptBytes += sign * entry.size();
    } else {
      notKept += sign;
    }
  }

  /// Whether a file of `size` bytes goes beyond what is kept of one workspace.
  synchronized boolean beyond(Limits limits, long size) {
    return files - notKept >= limits.files() || keptBytes + size > limits.bytes();
  }

  synchronized long files() {
    return files;
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized long notKept() {
    return notKept;
  }
}
