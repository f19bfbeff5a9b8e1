package dev.clew.query;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A file's content as it may be shown.
sealed interface FileText {
  /// Text that has passed the redactor.
  ///
  /// @param forms what a reader should know of the bytes, for example `UTF-16`, `CRLF line ends`;
  ///   nothing for UTF-8 with plain line ends
  record Shown(String text, List<String> forms) implements FileText {}

  /// Nothing that can be shown.
  ///
  /// @param why `binary`, `not kept: size`...
  record Hidden(String why) implements FileText {}

  /// There is no file.
  record None() implements FileText {}

  /// How many bytes are looked at for a NUL, as Git does.
  int PROBED = 8000;

  /// What these bytes hold.
  ///
  /// @param redacted takes the secrets out of a text
  static FileText of(byte[] bytes, UnaryOperator<String> redacted) {
    var forms = new ArrayList<String>();
    var marked = withMark(bytes);
    if (marked == null && hasNul(bytes)) {
      return new Hidden("binary");
    }
    String text;
    if (marked != null) {
      text = new String(bytes, marked.skip, bytes.length - marked.skip, marked.charset);
      forms.add(marked.charset.name() + " with byte order mark");
    } else {
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        text = new String(bytes, StandardCharsets.ISO_8859_1);
        forms.add("not UTF-8: shown as ISO-8859-1");
      }
    }
    var ends = lineEnds(text);
    if (!ends.isEmpty()) {
      forms.add(ends);
    }
    return new Shown(redacted.apply(text), List.copyOf(forms));
  }

  private static String lineEnds(String text) {
    var crlf = 0;
    var lf = 0;
    for (var at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (at > 0 && text.charAt(at - 1) == '\r') {
        crlf++;
      } else {
        lf++;
      }
    }
    return crlf == 0 ? "" : lf == 0 ? "CRLF line ends" : "mixed line ends";
  }

  private static boolean hasNul(byte[] bytes) {
    for (var i = 0; i < Math.min(bytes.length, PROBED); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /// An encoding that a mark at the beginning names.
  record Marked(Charset charset, int skip) {}

  private static @org.jspecify.annotations.Nullable Marked withMark(byte[] bytes) {
    if (starts(bytes, 0xef, 0xbb, 0xbf)) {
      return new Marked(StandardCharsets.UTF_8, 3);
    }
    if (starts(bytes, 0xff, 0xfe)) {
      return new Marked(StandardCharsets.UTF_16LE, 2);
    }
    return starts(bytes, 0xfe, 0xff) ? new Marked(StandardCharsets.UTF_16BE, 2) : null;
  }

  private static boolean starts(byte[] bytes, int... mark) {
    for (var i = 0; i < mark.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
