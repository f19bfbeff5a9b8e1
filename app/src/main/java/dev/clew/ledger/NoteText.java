package dev.clew.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// The lexical rules of signed notes and checkpoints, strict so that no two texts mean the same.
///
/// Java's base64 decoder accepts missing padding and ignores the unused bits of the last digit: a
/// changed bit there would pass unseen.
final class NoteText {
  private NoteText() {}

  static Optional<byte[]> base64(String text) {
    try {
      var bytes = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(bytes).equals(text)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  static boolean hasControls(String text) {
    return text.chars().anyMatch(c -> c < ' ' && c != '\n');
  }

  /// A size as checkpoints print it: decimal digits without sign or leading zeros.
  static Optional<Long> size(String text) {
    if (!text.matches("0|[1-9][0-9]{0,18}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Whether a log may be called this: not empty, without spaces and plus signs.
  static boolean isKeyName(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(
                c -> c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c < ' ');
  }

  /// At most 60 characters of a text, printable, for a message.
  static String quote(String text) {
    var shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
  }
}
