package dev.clew.workspace;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// The bytes of names on disk, which need not be text: Java's paths hold them, and give them out as
/// text or as a URI only.
final class DiskNames {
  private static final boolean UTF8 =
      "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", ""));

  private DiskNames() {}

  /// The last name of `path`.
  static byte[] name(Path path) {
    var last = path.getFileName();
    var text = last == null ? "" : last.toString();
    for (int i = 0; i < text.length(); i++) {
      var letter = text.charAt(i);
      if (letter == 0xfffd || (letter >= 0x80 && !UTF8)) {
        return fromUri(path);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// All of an absolute path.
  static byte[] path(Path path) {
    var raw = path.toAbsolutePath().toUri().getRawPath();
    return decoded(
        raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw);
  }

  private static byte[] fromUri(Path path) {
    var raw = path.toUri().getRawPath();
    if (raw.endsWith("/")) {
      raw = raw.substring(0, raw.length() - 1); // a folder's
    }
    return decoded(raw.substring(raw.lastIndexOf('/') + 1));
  }

  /// What a link says, as [java.nio.file.Files#readSymbolicLink] gives it.
  static byte[] target(Path said) {
    var text = said.toString();
    if (UTF8 && text.indexOf(0xfffd) < 0) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    var raw = said.toUri().getRawPath();
    if (!said.isAbsolute()) {
      var here = Path.of("").toAbsolutePath().toUri().getRawPath();
      raw = raw.substring(here.length() + (here.endsWith("/") ? 0 : 1));
    }
    return decoded(raw);
  }

  private static byte[] decoded(String raw) {
    var bytes = new byte[raw.length()];
    var length = 0;
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes[length++] = (byte) Integer.parseInt(raw, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[length++] = (byte) raw.charAt(i);
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  /// The path of `name` in `folder`.
  static Path resolve(Path folder, byte[] name) {
    var ascii = true;
    for (var each : name) {
      ascii &= each > 0;
    }
    if (ascii) {
      return folder.resolve(new String(name, StandardCharsets.US_ASCII));
    }
    if (UTF8) {
      try {
        var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        return folder.resolve(text);
      } catch (CharacterCodingException e) {
        // By its bytes, then.
      }
    }
    var raw = new StringBuilder(folder.toAbsolutePath().toUri().getRawPath());
    if (raw.charAt(raw.length() - 1) != '/') {
      raw.append('/');
    }
    for (var each : name) {
      raw.append('%').append(String.format(Locale.ROOT, "%02X", each & 0xff));
    }
    return Path.of(URI.create("file://" + raw));
  }
}
