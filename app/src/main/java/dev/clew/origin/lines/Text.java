package dev.clew.origin.lines;

import java.util.Arrays;

/// A content in lines.
///
/// A line's *substance* is how many of its bytes are letters or digits of ASCII, or not ASCII at
/// all. Lines with less than [#TRIVIAL] are *trivial*: braces, rules, what is blank.
final class Text {
  /// Below so much substance a line says nothing about where it came from.
  static final int TRIVIAL = 3;

  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final byte[] bytes;
  private final int[] starts;
  private final boolean coarse;
  private byte[] dense = {};
  private int[] denseStarts = {0};

  Text(byte[] bytes) {
    this.bytes = bytes;
    this.starts = new int[Content.lines(bytes) + 1];
    this.coarse = Content.coarse(bytes, lines());
    for (int at = 0, line = 1; line < starts.length - 1; at++) {
      if (bytes[at] == '\n') {
        starts[line++] = at + 1;
      }
    }
    starts[starts.length - 1] = bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }

  int lines() {
    return starts.length - 1;
  }

  boolean coarse() {
    return coarse;
  }

  boolean same(Text other) {
    return Arrays.equals(bytes, other.bytes);
  }

  /// Where a line begins, its blanks and a mark of the byte order too.
  int start(int line) {
    return starts[line];
  }

  /// Where a line ends, its `\n` included.
  int end(int line) {
    return starts[line + 1];
  }

  /// Where what is no mark of the byte order begins.
  int textStart(int line) {
    return line == 0
            && bytes.length >= BOM.length
            && Arrays.equals(bytes, 0, BOM.length, BOM, 0, BOM.length)
        ? BOM.length
        : starts[line];
  }

  boolean sameLine(int line, Text other, int otherLine) {
    return Arrays.equals(
        bytes,
        starts[line],
        starts[line + 1],
        other.bytes,
        other.starts[otherLine],
        other.starts[otherLine + 1]);
  }

  int substance(int line) {
    return substance(starts[line], starts[line + 1]);
  }

  boolean trivial(int line) {
    return substance(line) < TRIVIAL;
  }

  private int substance(int from, int to) {
    var substance = 0;
    for (int i = from; i < to; i++) {
      var b = bytes[i];
      if (b < 0 || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9')) {
        substance++;
      }
    }
    return substance;
  }

  boolean isBlank(int line) {
    for (int i = textStart(line); i < starts[line + 1]; i++) {
      if (!blank(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  /// How far a line is indented; a tab is as wide as eight blanks.
  int indent(int line) {
    var indent = 0;
    for (int i = textStart(line); i < starts[line + 1]; i++) {
      if (bytes[i] == '\t') {
        indent += 8 - indent % 8;
      } else if (blank(bytes[i])) {
        indent++;
      } else {
        break;
      }
    }
    return indent;
  }

  boolean startsWith(int line, byte[] head) {
    var from = starts[line];
    return starts[line + 1] - from >= head.length
        && Arrays.equals(bytes, from, from + head.length, head, 0, head.length);
  }

  /// The lines `from` to `to` without their blanks, each with a `\n`.
  byte[] withoutBlanks(int from, int to) {
    if (dense.length == 0) {
      dense();
    }
    return Arrays.copyOfRange(dense, denseStarts[from], denseStarts[to]);
  }

  private void dense() {
    var out = new byte[bytes.length + lines()];
    var outStarts = new int[starts.length];
    var size = 0;
    for (int line = 0; line < lines(); line++) {
      var end = starts[line + 1];
      for (int i = textStart(line); i < end; i++) {
        var b = bytes[i];
        out[size] = b;
        size += blank(b) ? 0 : 1;
      }
      out[size++] = '\n';
      outStarts[line + 1] = size;
    }
    dense = out;
    denseStarts = outStarts;
  }

  static boolean blank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
