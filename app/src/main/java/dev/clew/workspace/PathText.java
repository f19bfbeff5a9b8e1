package dev.clew.workspace;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// Paths as text: a path's bytes as UTF-8; a path that is not UTF-8, or begins with a double quote,
/// as Git quotes paths: in double quotes, with `\"`, `\\` and three octal digits (`\377`) for every
/// byte that is no printable ASCII.
public final class PathText {
  /// What the names of folders begin with in which a move lets contents wait: they are no part of a
  /// workspace.
  public static final String MOVE = ".clew-move-";

  private PathText() {}

  /// The path of `file` below a workspace's folder as text.
  public static String of(Path root, Path file) {
    var whole = bytesOf(file);
    return of(Arrays.copyOfRange(whole, bytesOf(root).length + 1, whole.length));
  }

  /// The text that stands for the bytes of a path.
  public static String of(byte[] path) {
    if (path.length == 0 || path[0] != '"') {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path)).toString();
      } catch (CharacterCodingException e) {
        return quoted(path);
      }
    }
    return quoted(path);
  }

  private static String quoted(byte[] path) {
    var text = new StringBuilder("\"");
    for (var each : path) {
      if (each == '"' || each == '\\') {
        text.append('\\').append((char) each);
      } else if (each >= 0x20 && each < 0x7f) {
        text.append((char) each);
      } else {
        text.append('\\').append(String.format("%03o", each & 0xff));
      }
    }
    return text.append('"').toString();
  }

  /// The bytes of a path as the system has it.
  public static byte[] bytesOf(Path path) {
    return DiskNames.path(path);
  }

  /// The bytes that `text` stands for.
  public static byte[] bytes(String text) {
    if (!text.startsWith("\"")) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    var bytes = new ByteArrayOutputStream();
    var end = text.length() - (text.length() > 1 && text.endsWith("\"") ? 1 : 0);
    for (int i = 1; i < end; i++) {
      var letter = text.charAt(i);
      if (letter != '\\') {
        bytes.write(letter);
      } else if (i + 3 < end && Character.digit(text.charAt(i + 1), 8) >= 0) {
        bytes.write(Integer.parseInt(text, i + 1, i + 4, 8));
        i += 3;
      } else if (i + 1 < end) {
        bytes.write(text.charAt(++i));
      }
    }
    return bytes.toByteArray();
  }
}
