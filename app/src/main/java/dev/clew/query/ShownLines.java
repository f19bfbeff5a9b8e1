package dev.clew.query;

import dev.clew.diff.LineDiff;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The lines of a content as they may be shown: one for each of its lines, also where a secret went
/// over several.
///
/// @param lines without their ends
/// @param charset how the bytes were read
/// @param changed whether something was taken out
record ShownLines(List<String> lines, Charset charset, boolean changed) {
  /// Reads a content whose lines end at `\n`: as UTF-8, else each byte as a letter.
  ///
  /// @param redacted takes the secrets out of a text
  static ShownLines of(byte[] content, UnaryOperator<String> redacted) {
    var charset = charset(content);
    var text = new String(content, charset);
    var shown = redacted.apply(text);
    var own = split(text);
    if (shown.equals(text)) {
      return new ShownLines(own, charset, false);
    }
    var other = split(shown);
    return new ShownLines(
        own.size() == other.size() ? other : aligned(text, shown, own, other), charset, true);
  }

  private static Charset charset(byte[] content) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1;
    }
  }

  private static List<String> split(String text) {
    var lines = new ArrayList<String>();
    for (var from = 0; from < text.length(); ) {
      var end = text.indexOf('\n', from);
      lines.add(text.substring(from, end < 0 ? text.length() : end));
      from = end < 0 ? text.length() : end + 1;
    }
    return lines;
  }

  /// Where lines became fewer, the last one stands for those that are left.
  private static List<String> aligned(
      String text, String shown, List<String> own, List<String> other) {
    var diff =
        LineDiff.of(text.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    var lines = new ArrayList<String>();
    for (var change : diff.changes()) {
      while (lines.size() < change.oldFrom()) {
        lines.add(own.get(lines.size()));
      }
      for (var i = 0; i < change.removed(); i++) {
        var at = Math.min(change.newFrom() + i, change.newTo() - 1);
        lines.add(at < change.newFrom() ? "" : other.get(at));
      }
    }
    while (lines.size() < own.size()) {
      lines.add(own.get(lines.size()));
    }
    return lines;
  }

  /// The lines as bytes, to be compared with what was told of the file.
  byte[] bytes(byte[] content) {
    if (!changed) {
      return content;
    }
    var text = String.join("\n", lines);
    var ends = content.length > 0 && content[content.length - 1] == '\n';
    return (ends ? text + "\n" : text).getBytes(charset);
  }
}
