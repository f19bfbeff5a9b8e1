package dev.clew.socket;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// A command line that another process passes on, with what it has around it.
///
/// On the wire (`docs/formats/socket.md`): `clw1`, a length of four bytes, and as many bytes of
/// strings in UTF-8, each ended by a NUL: the build that sends it, environment variables as
/// `NAME=VALUE`, an empty string, the working folder, the words of the command line.
///
/// @param build which build of Clew sends it
/// @param environment only what commands read
/// @param folder where the command was called
/// @param words the command's name and its arguments
public record CommandRequest(
    String build, Map<String, String> environment, Path folder, List<String> words) {
  private static final int MAGIC = 0x636c7731; // "clw1"
  private static final int MOST = 1 << 20;

  /// Reads one request.
  ///
  /// @throws IOException when the bytes are none
  static CommandRequest read(InputStream stream) throws IOException {
    var in = new DataInputStream(stream);
    var magic = in.readInt();
    if (magic != MAGIC) {
      throw new IOException(
          "expected a request that begins with clw1, found %08x".formatted(magic));
    }
    var length = in.readInt();
    if (length < 0 || length > MOST) {
      throw new IOException(
          "expected a request of at most %d bytes, found %d".formatted(MOST, length));
    }
    var strings = strings(in.readNBytes(length)).iterator();
    try {
      var build = strings.next();
      var environment = new HashMap<String, String>();
      for (var variable = strings.next(); !variable.isEmpty(); variable = strings.next()) {
        var equals = variable.indexOf('=');
        if (equals > 0) {
          environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
      }
      var folder = Path.of(strings.next());
      var words = new ArrayList<String>();
      strings.forEachRemaining(words::add);
      return new CommandRequest(build, Map.copyOf(environment), folder, List.copyOf(words));
    } catch (NoSuchElementException e) {
      throw new IOException("the request ends too early", e);
    } catch (InvalidPathException e) {
      throw new IOException("the working folder's name cannot be read here", e);
    }
  }

  private static List<String> strings(byte[] bytes) throws IOException {
    var found = new ArrayList<String>();
    var start = 0;
    for (var i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        found.add(text(ByteBuffer.wrap(bytes, start, i - start)));
        start = i + 1;
      }
    }
    return found;
  }

  private static String text(ByteBuffer bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("a word of the request is not UTF-8", e);
    }
  }
}
