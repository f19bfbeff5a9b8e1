package dev.clew.origin.lines;

import java.util.List;

/// Makes the causes that come out of others; the same for the same.
public interface Causes {
  /// Of a line whose ancestors name different causes: unknown, with theirs as candidates.
  ///
  /// @param causes two or more, rising
  long disagree(List<Long> causes);

  /// Of a line that keeps where it came from, though something was done to it.
  ///
  /// @param base whose line it was; may have a note itself, which the new one stands in place of
  /// @param note one of [Inherit]'s
  /// @param by the cause of what was done
  long noted(long base, String note, long by);
}
