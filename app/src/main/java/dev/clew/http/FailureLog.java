package dev.clew.http;

import java.io.PrintWriter;
import java.time.InstantSource;

/// Where failures that are not the client's are noted, with when and where they happened.
final class FailureLog {
  /// What a client is told of a mistake of ours.
  static final String BUG = "a bug in Clew; see recorder.log";

  private final PrintWriter out;
  private final InstantSource clock;

  FailureLog(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  synchronized void note(String what, Throwable failure) {
    out.println("%s %s: %s".formatted(clock.instant(), what, failure));
    failure.printStackTrace(out);
    out.flush();
  }
}
