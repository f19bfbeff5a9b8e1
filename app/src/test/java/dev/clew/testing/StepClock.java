package dev.clew.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands until a test moves it.
///
/// It begins long before now: what is stamped by the system's own clock is later than anything that
/// this one shows, so that no stamp of a file is ever trusted for being old.
public final class StepClock implements InstantSource {
  private Instant now = Instant.parse("2025-01-06T08:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /// Moves it on.
  public synchronized void pass(Duration time) {
    now = now.plus(time);
  }
}
