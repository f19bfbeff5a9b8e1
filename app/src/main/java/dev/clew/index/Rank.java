package dev.clew.index;

import dev.clew.event.Event;
import java.util.Comparator;

/// Orders the records that tell the same fact, without looking at when they arrived: by time, then
/// by place in their file, then by id.
///
/// @param at epoch milliseconds; [#NO_TIME] for a record without time, which stands before all
///   others
record Rank(long at, long position, String record) implements Comparable<Rank> {
  static final long NO_TIME = Long.MIN_VALUE;

  private static final Comparator<Rank> ORDER =
      Comparator.comparingLong(Rank::at)
          .thenComparingLong(Rank::position)
          .thenComparing(Rank::record);

  /// Where a transcript and a hook tell one fact, the transcript's word counts.
  static final Comparator<Rank> BY_SOURCE =
      Comparator.comparing(Rank::isHook).thenComparing(Comparator.naturalOrder());

  static Rank of(Event.Header header) {
    var at = header.at();
    return new Rank(
        at == null ? NO_TIME : at.toEpochMilli(), header.position(), header.record().hex());
  }

  /// Whether a hook told it.
  boolean isHook() {
    return position == Event.Header.NOWHERE;
  }

  @Override
  public int compareTo(Rank other) {
    return ORDER.compare(this, other);
  }

  String text() {
    return at + " " + position + " " + record;
  }

  static Rank parse(String text) {
    var parts = text.split(" ", 3);
    return new Rank(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
  }
}
