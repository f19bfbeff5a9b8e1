package dev.clew.index;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs as bytes: by themselves, or as the difference from the predecessor's.
///
/// Numbers are varints of seven bits, the lowest first; signed ones zigzag. A form (0 whole, 1
/// since) comes first. Whole: pairs (lines, cause less the cause before). Since: `2n` and an offset
/// copy n lines of the predecessor that begin so far from where the last copy ended; `2n+1` and a
/// cause, less the last cause so told, are n lines from that cause.
final class RunsCodec {
  private static final int WHOLE = 0;
  private static final int SINCE = 1;

  private RunsCodec() {}

  static byte[] whole(Runs runs) {
    var out = new Out(WHOLE);
    for (int run = 0; run < runs.size(); run++) {
      out.unsigned(runs.length(run));
      out.cause(runs.cause(run));
    }
    return out.bytes();
  }

  static byte[] since(Runs runs, Runs predecessor) {
    var whole = whole(runs);
    var since = new Since(runs, predecessor).bytes();
    return since.length < whole.length ? since : whole;
  }

  static boolean isWhole(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == WHOLE;
  }

  static Runs read(byte[] bytes, @Nullable Runs predecessor) {
    var in = new In(bytes);
    var form = in.unsigned();
    var runs = new Runs.Builder();
    if (form == WHOLE) {
      while (in.more()) {
        var lines = in.length();
        runs.add(lines, in.cause());
      }
      return runs.build();
    }
    if (form != SINCE || predecessor == null) {
      throw new IllegalArgumentException(
          "runs of form %d without their predecessor".formatted(form));
    }
    var at = 0L;
    while (in.more()) {
      var head = in.unsigned();
      var lines = Math.toIntExact(head >>> 1);
      if ((head & 1) == 0) {
        at += in.signed();
        if (at < 0 || at + lines > predecessor.lines()) {
          throw new IllegalArgumentException("lines that the predecessor does not have");
        }
        runs.add(predecessor, (int) at, (int) at + lines);
        at += lines;
      } else {
        runs.add(lines, in.cause());
      }
    }
    return runs.build();
  }

  /// Finds, from the first run to the last, the longest stretch of the predecessor that goes on as
  /// the new runs do: where the last one ended, past as many lines as were told since, or where the
  /// cause comes next.
  private static final class Since {
    private final Runs runs;
    private final Runs old;
    private final Map<Long, Integer> next = new HashMap<>();
    private final int[] following;
    private final Out out = new Out(SINCE);
    private int copiedTo;

    Since(Runs runs, Runs old) {
      this.runs = runs;
      this.old = old;
      this.following = new int[old.size()];
      for (int run = old.size() - 1; run >= 0; run--) {
        following[run] = next.getOrDefault(old.cause(run), old.size());
        next.put(old.cause(run), run);
      }
    }

    byte[] bytes() {
      var told = 0;
      for (int line = 0; line < runs.lines(); ) {
        var from = copiedTo;
        var length = matching(line, copiedTo);
        for (var other : new int[] {copiedTo + told, later(runs.causeOf(line))}) {
          var longer = matching(line, other);
          if (longer > length) {
            length = longer;
            from = other;
          }
        }
        if (length == 0) {
          var run = runs.runOf(line);
          var lines = runs.start(run) + runs.length(run) - line;
          out.unsigned(2L * lines + 1);
          out.cause(runs.cause(run));
          told += lines;
          line += lines;
        } else {
          out.unsigned(2L * length);
          out.signed(from - copiedTo);
          copiedTo = from + length;
          told = 0;
          line += length;
        }
      }
      return out.bytes();
    }

    /// Where a cause begins in the predecessor, not before the last copy's end if it does later.
    private int later(long cause) {
      var first = next.getOrDefault(cause, old.size());
      var run = first;
      while (run < old.size() && old.start(run) < copiedTo) {
        run = following[run];
      }
      if (run == old.size()) {
        return first == old.size() ? old.lines() : old.start(first);
      }
      next.put(cause, run);
      return old.start(run);
    }

    private int matching(int line, int oldLine) {
      if (oldLine >= old.lines()) {
        return 0;
      }
      var run = runs.runOf(line);
      var oldRun = old.runOf(oldLine);
      var length = 0;
      while (runs.cause(run) == old.cause(oldRun)) {
        var rest = runs.start(run) + runs.length(run) - line - length;
        var oldRest = old.start(oldRun) + old.length(oldRun) - oldLine - length;
        length += Math.min(rest, oldRest);
        if (rest != oldRest || ++run == runs.size() || ++oldRun == old.size()) {
          break;
        }
      }
      return length;
    }
  }

  private static final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<Long, Integer> told = new HashMap<>();

    Out(int form) {
      bytes.write(form);
    }

    void unsigned(long value) {
      var rest = value;
      while ((rest & ~0x7FL) != 0) {
        bytes.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }

    void signed(long value) {
      unsigned(value << 1 ^ value >> 63);
    }

    void cause(long cause) {
      var number = told.putIfAbsent(cause, told.size());
      unsigned(number == null ? told.size() - 1 : number);
      if (number == null) {
        signed(cause);
      }
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  private static final class In {
    private final byte[] bytes;
    private final List<Long> told = new ArrayList<>();
    private int at;

    In(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean more() {
      return at < bytes.length;
    }

    int length() {
      return Math.toIntExact(unsigned());
    }

    long unsigned() {
      var value = 0L;
      for (int shift = 0; shift < 64; shift += 7) {
        if (at == bytes.length) {
          throw new IllegalArgumentException("runs cut short: " + Arrays.toString(bytes));
        }
        var part = bytes[at++];
        value |= (part & 0x7FL) << shift;
        if (part >= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException("a number of more than 64 bits");
    }

    long cause() {
      var number = unsigned();
      if (number < 0 || number > told.size()) {
        throw new IllegalArgumentException("cause %d of %d".formatted(number, told.size()));
      }
      if (number == told.size()) {
        told.add(signed());
      }
      return told.get((int) number);
    }

    long signed() {
      var value = unsigned();
      return value >>> 1 ^ -(value & 1);
    }
  }
}
