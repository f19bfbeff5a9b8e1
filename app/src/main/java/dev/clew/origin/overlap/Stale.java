package dev.clew.origin.overlap;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StaleWrite;

/// A write from a version that was no longer there, and whose it is.
public record Stale(SessionKey session, SpanId step, StaleWrite write) {}
