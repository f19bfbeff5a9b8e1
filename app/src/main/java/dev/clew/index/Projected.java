package dev.clew.index;

import dev.clew.event.Event;
import java.util.List;

/// A record's events, ready for the index.
///
/// @param seq the record's number in the ledger
/// @param mode the capture mode it was taken in
/// @param kind what wrote it and in which form: `claude.line`, `claude.hook`, `clew.workspace`
public record Projected(long seq, String mode, String kind, List<Event> events) {
  private static final String HOOK = ".hook";

  /// Whether a hook told it, while the agent worked.
  boolean isHook() {
    return kind.endsWith(HOOK);
  }
}
