package dev.clew.origin.replay;

import java.util.Comparator;

/// When a fact was told: by time, then by its place, so that no order of arrival counts.
///
/// @param at epoch milliseconds
/// @param position where the record stands in its file
/// @param record the record's id, hex
/// @param ordinal which of the record's events it is
public record Moment(long at, long position, String record, int ordinal)
    implements Comparable<Moment> {
  private static final Comparator<Moment> ORDER =
      Comparator.comparingLong(Moment::at)
          .thenComparingLong(Moment::position)
          .thenComparing(Moment::record)
          .thenComparingInt(Moment::ordinal);

  @Override
  public int compareTo(Moment other) {
    return ORDER.compare(this, other);
  }
}
