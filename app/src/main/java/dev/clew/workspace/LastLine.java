package dev.clew.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The last whole line of a file, of which only the end is read.
///
/// @param text without its line feed
/// @param size of the file, in bytes
record LastLine(String text, long size) {
  private static final int END = 8 << 10;

  static Optional<LastLine> of(Path file) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var size = channel.size();
      var from = Math.max(0, size - END);
      var end = ByteBuffer.allocate((int) (size - from));
      while (end.hasRemaining() && channel.read(end, from + end.position()) > 0) {
        // On to the end.
      }
      var text = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
      var feed = text.lastIndexOf('\n');
      if (feed < 0) {
        return Optional.empty();
      }
      return Optional.of(
          new LastLine(text.substring(text.lastIndexOf('\n', feed - 1) + 1, feed), size));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
