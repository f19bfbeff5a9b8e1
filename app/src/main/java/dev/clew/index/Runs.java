package dev.clew.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Whose lines a version of a file has: so many lines from this cause, then so many from that.
///
/// A cause is the number of a row of table `cause`. No run is empty, and neighbours have different
/// causes, so that equal answers are equal runs. Lines end at `\n` and nowhere else; a last line
/// need not end. Immutable.
public final class Runs {
  /// Of a file without lines.
  public static final Runs EMPTY = new Runs(new int[0], new long[0]);

  private final int[] ends;
  private final long[] causes;

  private Runs(int[] ends, long[] causes) {
    this.ends = ends;
    this.causes = causes;
  }

  /// So many lines from each cause; empty runs are left out, neighbours of one cause joined.
  public static Runs of(int[] lengths, long[] causes) {
    if (lengths.length != causes.length) {
      throw new IllegalArgumentException(
          "%d lengths, %d causes".formatted(lengths.length, causes.length));
    }
    var builder = new Builder();
    for (int i = 0; i < lengths.length; i++) {
      builder.add(lengths[i], causes[i]);
    }
    return builder.build();
  }

  /// All lines from one cause.
  public static Runs whole(int lines, long cause) {
    return new Builder().add(lines, cause).build();
  }

  /// One cause per line.
  public static Runs ofLines(long[] causes) {
    var builder = new Builder();
    for (var cause : causes) {
      builder.add(1, cause);
    }
    return builder.build();
  }

  /// How many lines there are.
  public int lines() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /// How many runs there are.
  public int size() {
    return ends.length;
  }

  /// How many lines a run has.
  public int length(int run) {
    return ends[run] - start(run);
  }

  /// The first line of a run, from 0.
  public int start(int run) {
    return run == 0 ? 0 : ends[run - 1];
  }

  /// The cause of a run.
  public long cause(int run) {
    return causes[run];
  }

  /// Which run a line, from 0, is in.
  public int runOf(int line) {
    if (line < 0 || line >= lines()) {
      throw new IndexOutOfBoundsException("line %d of %d".formatted(line, lines()));
    }
    var at = Arrays.binarySearch(ends, line);
    return at < 0 ? -at - 1 : at + 1;
  }

  /// The cause of a line, from 0.
  public long causeOf(int line) {
    return causes[runOf(line)];
  }

  /// The cause of each line.
  public long[] toLines() {
    var lines = new long[lines()];
    for (int run = 0; run < ends.length; run++) {
      Arrays.fill(lines, start(run), ends[run], causes[run]);
    }
    return lines;
  }

  /// Bytes that stand by themselves.
  public byte[] whole() {
    return RunsCodec.whole(this);
  }

  /// Bytes that say how these differ from the predecessor's; [#whole] where that is shorter.
  public byte[] since(Runs predecessor) {
    return RunsCodec.since(this, predecessor);
  }

  /// Reads what [#whole] or [#since] wrote.
  ///
  /// @param predecessor whose runs were given to [#since]
  public static Runs read(byte[] bytes, @Nullable Runs predecessor) {
    return RunsCodec.read(bytes, predecessor);
  }

  /// Whether the bytes can be read without a predecessor.
  public static boolean isWhole(byte[] bytes) {
    return RunsCodec.isWhole(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Runs runs
        && Arrays.equals(ends, runs.ends)
        && Arrays.equals(causes, runs.causes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ends) + Arrays.hashCode(causes);
  }

  @Override
  public String toString() {
    var text = new StringBuilder("[");
    for (int run = 0; run < ends.length; run++) {
      text.append(run == 0 ? "" : " ").append(length(run)).append('×').append(causes[run]);
    }
    return text.append(']').toString();
  }

  /// Puts runs together, from the first line on.
  public static final class Builder {
    private int[] ends = new int[8];
    private long[] causes = new long[8];
    private int size;

    /// So many more lines from this cause.
    public Builder add(int lines, long cause) {
      if (lines < 0) {
        throw new IllegalArgumentException("a run of %d lines".formatted(lines));
      }
      if (lines == 0) {
        return this;
      }
      var end = Math.addExact(size == 0 ? 0 : ends[size - 1], lines);
      if (size > 0 && causes[size - 1] == cause) {
        ends[size - 1] = end;
        return this;
      }
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
        causes = Arrays.copyOf(causes, 2 * size);
      }
      ends[size] = end;
      causes[size++] = cause;
      return this;
    }

    /// Lines `from` to `to` of other runs, the end exclusive.
    public Builder add(Runs runs, int from, int to) {
      var line = from;
      for (int run = from < to ? runs.runOf(from) : 0; line < to; run++) {
        var end = Math.min(runs.ends[run], to);
        add(end - line, runs.causes[run]);
        line = end;
      }
      return this;
    }

    /// The runs so far.
    public Runs build() {
      return new Runs(Arrays.copyOf(ends, size), Arrays.copyOf(causes, size));
    }
  }
}
