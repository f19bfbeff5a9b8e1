package dev.clew.recorder;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells whoever follows which sessions have changed in the index.
///
/// Every change has a number, and of each session the last one is kept: a follower that is slow, or
/// never asks, costs nothing and hears of a session once. The lock guards every field.
public final class Changes {
  /// How many sessions are kept; those that changed longest ago are dropped first.
  private static final int KEPT = 8192;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final SequencedMap<String, Long> lastChange = new LinkedHashMap<>();
  private long number;
  private long dropped;
  private long nudges;
  private boolean closed;

  /// What changed since a follower last asked.
  ///
  /// @param sessions ids of sessions, the one that changed last at the end; empty when nothing did
  /// @param more whether others changed whose ids were dropped
  /// @param closed whether nothing will ever change again
  public record News(Set<String> sessions, boolean more, boolean closed) {}

  /// Follows from now on.
  public Follower follow() {
    lock.lock();
    try {
      return new Follower(number, nudges);
    } finally {
      lock.unlock();
    }
  }

  /// Tells that these sessions have changed; readers of the index see it already.
  void publish(Set<String> sessions) {
    if (sessions.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      number++;
      for (var session : sessions) {
        lastChange.putLast(session, number);
      }
      while (lastChange.size() > KEPT) {
        dropped = lastChange.pollFirstEntry().getValue();
      }
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Lets every follower's wait end, so that it finds out whether anybody still listens to it.
  public void nudge() {
    lock.lock();
    try {
      nudges++;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing will change any more.
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// One who follows. For one thread.
  public final class Follower {
    private long seen;
    private long nudged;

    private Follower(long seen, long nudged) {
      this.seen = seen;
      this.nudged = nudged;
    }

    /// Waits until something has changed, or for `most`; then tells what has since the last call.
    public News next(Duration most) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        var left = most.toNanos();
        while (number == seen && nudges == nudged && !closed && left > 0) {
          left = news.awaitNanos(left);
        }
        nudged = nudges;
        return take();
      } finally {
        lock.unlock();
      }
    }

    private News take() {
      var sessions = new LinkedHashSet<String>();
      for (Map.Entry<String, Long> each : lastChange.reversed().entrySet()) {
        if (each.getValue() <= seen) {
          break;
        }
        sessions.addFirst(each.getKey());
      }
      var more = dropped > seen;
      seen = number;
      return new News(sessions, more, closed);
    }
  }
}
