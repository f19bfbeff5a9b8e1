package dev.clew.diff;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeChunk;
import org.eclipse.jgit.merge.MergeResult;

/// What two contents that came from one become together.
///
/// @param content the merged bytes, with conflict markers where the sides changed the same lines
/// @param conflicts how many such places there are
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ThreeWay(byte[] content, int conflicts) {
  private static final int MARKER = 7;

  /// Merges by lines, which end at `\n` and nowhere else; all other bytes are kept as they are.
  ///
  /// @param base what both sides came from
  /// @param ours one side; its part stands first in a conflict
  /// @param theirs the other side
  /// @param ourName what the markers call it
  /// @param theirName what they call the other one
  public static ThreeWay merge(
      byte[] base, byte[] ours, byte[] theirs, String ourName, String theirName) {
    // Also where a side is empty, which the algorithm takes for a deletion of the file.
    if (Arrays.equals(ours, theirs) || Arrays.equals(base, theirs)) {
      return new ThreeWay(ours, 0);
    }
    if (Arrays.equals(base, ours)) {
      return new ThreeWay(theirs, 0);
    }
    var algorithm = new MergeAlgorithm(new HistogramDiff());
    MergeResult<RawText> merged =
        algorithm.merge(
            RawTextComparator.DEFAULT, new RawText(base), new RawText(ours), new RawText(theirs));
    var writer = new Writer(merged.getSequences(), ourName, theirName);
    for (var chunk : merged) {
      writer.add(chunk);
    }
    return writer.result();
  }

  /// Whether a content has a line as conflict markers have.
  public static boolean hasMarkers(byte[] content) {
    var text = new RawText(content);
    for (var i = 0; i < text.size(); i++) {
      var line = text.getRawString(i);
      if (line.remaining() > MARKER && line.get(line.position()) == '<' && isMarker(line)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMarker(java.nio.ByteBuffer line) {
    for (var i = 0; i < MARKER; i++) {
      if (line.get(line.position() + i) != '<') {
        return false;
      }
    }
    return line.get(line.position() + MARKER) == ' ';
  }

  private static final class Writer {
    private final List<RawText> sides;
    private final String ourName;
    private final String theirName;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean atLineStart = true;
    private boolean inConflict;
    private int conflicts;

    Writer(List<RawText> sides, String ourName, String theirName) {
      this.sides = sides;
      this.ourName = ourName;
      this.theirName = theirName;
    }

    void add(MergeChunk chunk) {
      switch (chunk.getConflictState()) {
        case FIRST_CONFLICTING_RANGE -> {
          end();
          mark('<', ourName);
          inConflict = true;
          conflicts++;
        }
        case NEXT_CONFLICTING_RANGE -> mark('=', "");
        case BASE_CONFLICTING_RANGE -> {
          return; // markers without the base, as Git's are
        }
        case NO_CONFLICT -> end();
      }
      var text = sides.get(chunk.getSequenceIndex());
      for (var i = chunk.getBegin(); i < chunk.getEnd(); i++) {
        line(text, i);
      }
    }

    private void line(RawText text, int number) {
      freshLine();
      var line = text.getRawString(number);
      out.write(line.array(), line.arrayOffset() + line.position(), line.remaining());
      atLineStart = number < text.size() - 1 || !text.isMissingNewlineAtEnd();
      if (atLineStart) {
        out.write('\n');
      }
    }

    /// Ends a last line that had no end where more follows it.
    private void freshLine() {
      if (!atLineStart) {
        out.write('\n');
        atLineStart = true;
      }
    }

    private void mark(char sign, String name) {
      freshLine();
      out.writeBytes(String.valueOf(sign).repeat(MARKER).getBytes(StandardCharsets.US_ASCII));
      if (!name.isEmpty()) {
        out.writeBytes((" " + name).getBytes(StandardCharsets.UTF_8));
      }
      out.write('\n');
    }

    private void end() {
      if (inConflict) {
        mark('>', theirName);
        inConflict = false;
      }
    }

    ThreeWay result() {
      end();
      return new ThreeWay(out.toByteArray(), conflicts);
    }
  }
}
