package dev.clew.index;

import dev.clew.event.Event;
import java.util.List;

/// A record's events, ready for the index.
///
/// @param seq the record's number in the ledger
/// @param mode the capture mode it was taken in
public record Projected(long seq, String mode, List<Event> events) {}
