package dev.clew.query;

import dev.clew.index.SessionRow;
import dev.clew.index.StepRow;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Tells what is still going on from what merely has no end on record.
///
/// Transcripts do not say that an agent stopped. A call without a result is taken to run as long as
/// its trace was written to a quarter of an hour ago or later, and no prompt came after it. Claude
/// Code lets a command run for ten minutes at most, unless `BASH_MAX_TIMEOUT_MS` says otherwise.
/// Source: Claude Code documentation, "Settings", environment variables.
final class Running {
  private static final Duration QUIET = Duration.ofMinutes(15);

  private Running() {}

  /// The step, as running where it is.
  static StepRow seen(StepRow step, InstantSource clock) {
    return step.status() == null && isRecent(step.openAt(), clock)
        ? step.withStatus("running")
        : step;
  }

  /// Whether the session was written to a short while ago.
  static boolean isRecent(SessionRow session, InstantSource clock) {
    return isRecent(session.lastAt(), clock);
  }

  private static boolean isRecent(@Nullable Long atMs, InstantSource clock) {
    return atMs != null && Math.abs(clock.millis() - atMs) < QUIET.toMillis();
  }
}
