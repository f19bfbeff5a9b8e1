package dev.clew.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a stream of bytes into chunks of whole lines, without ever holding more than one chunk or
/// one line, and no line longer than [#MAX_LINE].
final class Lines implements AutoCloseable {
  /// The longest line that is kept, in bytes. A longer one is told by its length alone.
  static final int MAX_LINE = 64 << 20;

  private static final int CHUNK = 1 << 19;

  /// One line without its terminator.
  ///
  /// @param offset where it begins in the file
  /// @param bytes its bytes; empty when `length` is over the limit
  /// @param length its length in bytes
  /// @param terminated whether a line feed follows
  record Line(long offset, byte[] bytes, long length, boolean terminated) {}

  private final InputStream in;
  private byte[] buffer = new byte[CHUNK];
  private int start;
  private int end;
  private long offset;
  private boolean exhausted;

  /// Reads `in`, whose first byte is at `offset` of the file.
  Lines(InputStream in, long offset) {
    this.in = in;
    this.offset = offset;
  }

  /// The next lines, about half a mebibyte of them; empty at the end.
  List<Line> chunk() throws IOException {
    var lines = new ArrayList<Line>();
    long bytes = 0;
    while (bytes < CHUNK) {
      var line = next();
      if (line == null) {
        break;
      }
      lines.add(line);
      bytes += line.length;
    }
    return lines;
  }

  private @Nullable Line next() throws IOException {
    var scanned = start;
    while (true) {
      for (var i = scanned; i < end; i++) {
        if (buffer[i] == '\n') {
          return take(i, true);
        }
      }
      scanned = end;
      if (exhausted) {
        return start == end ? null : take(end, false);
      }
      if (end - start > MAX_LINE) {
        return skipLongLine();
      }
      scanned -= fill();
    }
  }

  private Line take(int to, boolean terminated) {
    var line =
        new Line(offset, Arrays.copyOfRange(buffer, start, to), to - (long) start, terminated);
    offset += to - start + (terminated ? 1 : 0);
    start = to + (terminated ? 1 : 0);
    return line;
  }

  /// Reads more; how far the bytes already there moved towards the front.
  private int fill() throws IOException {
    var moved = start;
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      // One byte more than the longest line tells that a line is longer.
      buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, MAX_LINE + 1));
    }
    var read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      exhausted = true;
    } else {
      end += read;
    }
    return moved;
  }

  private Line skipLongLine() throws IOException {
    var from = offset;
    var length = (long) end - start;
    while (true) {
      offset += end - start;
      start = 0;
      end = 0;
      var read = in.read(buffer, 0, buffer.length);
      if (read < 0) {
        exhausted = true;
        return new Line(from, new byte[0], length, false);
      }
      end = read;
      for (var i = 0; i < end; i++) {
        if (buffer[i] == '\n') {
          length += i;
          offset += i + 1;
          start = i + 1;
          return new Line(from, new byte[0], length, true);
        }
      }
      length += read;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
