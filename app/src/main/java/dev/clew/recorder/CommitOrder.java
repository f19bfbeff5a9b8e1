package dev.clew.recorder;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be told of a repository's commits after a look at one of its work trees.
///
/// @param root the work tree that was looked at
/// @param first whether the repository was opened only now: what is new to this run may be old
/// @param left the commit that HEAD led to before; absent where there was none
/// @param head the commit that HEAD leads to; absent before the first one
/// @param tips the commits that may be new, with all that lies before them
/// @param at when the look was made
/// @param number the first of the numbers that are kept for the records
record CommitOrder(
    Path root,
    boolean first,
    @Nullable String left,
    @Nullable String head,
    List<String> tips,
    Instant at,
    long number) {
  /// So many numbers are kept for one order.
  static final int NUMBERS = 20_000;
}
