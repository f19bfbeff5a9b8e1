package dev.clew.content;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What became of the lines of a file: each line that was taken is of exactly one of four kinds,
/// and [SourceFile#lineNumber] counts them in another way.
///
/// @param path the file's absolute path
/// @param sessions ids of the sessions that it told of
/// @param lines the four kinds
/// @param openLine whether the last line that was taken has no line feed yet
/// @param records records that the file brought in the reading that counts: those that were not
///   here already
/// @param glued values that stood behind another one on their line
/// @param brought records that it ever brought; more than `records` when a reading has not ended or
///   was cut short, when the file has been replaced, or when it was read twice at once
/// @param kept what was taken out of its records and kept beside them
/// @param omitted what was not kept at all: lines that are too long, attachments in capture mode
///   `metadata`
/// @param redactions secrets that were taken out of its records
/// @param firstBad the first of the lines that could not be read, each `<number> <reason>`
public record SourceCount(
    String path,
    Set<String> sessions,
    Lines lines,
    boolean openLine,
    long records,
    long glued,
    long brought,
    Amount kept,
    Amount omitted,
    long redactions,
    List<String> firstBad) {

  /// Lines by what became of them.
  ///
  /// @param recorded at least one value on it was new
  /// @param known every value on it was here already, from this file or another
  /// @param blank nothing stood on it
  /// @param bad it could not be read and is kept as text
  public record Lines(long recorded, long known, long blank, long bad) {
    /// No lines.
    public static final Lines NONE = new Lines(0, 0, 0, 0);

    /// How many lines there are.
    public long sum() {
      return recorded + known + blank + bad;
    }

    /// These and others.
    public Lines plus(Lines other) {
      return new Lines(
          recorded + other.recorded, known + other.known, blank + other.blank, bad + other.bad);
    }
  }

  /// Things and how many bytes they have together.
  public record Amount(long count, long bytes) {
    /// Nothing.
    public static final Amount NONE = new Amount(0, 0);

    /// These and others.
    public Amount plus(Amount other) {
      return new Amount(count + other.count, bytes + other.bytes);
    }
  }

  /// Keeps the sessions in order.
  public SourceCount {
    sessions = new TreeSet<>(sessions);
    firstBad = List.copyOf(firstBad);
  }

  /// A file of which nothing has been taken.
  public static SourceCount none(String path) {
    return new SourceCount(
        path, Set.of(), Lines.NONE, false, 0, 0, 0, Amount.NONE, Amount.NONE, 0, List.of());
  }
}
