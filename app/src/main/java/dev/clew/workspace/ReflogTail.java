package dev.clew.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/// The commits that one of Git's own logs names from some place on: between two looks a ref may
/// have been at many.
final class ReflogTail {
  private static final int MOST = 4 << 20;

  private ReflogTail() {}

  /// The commits that lines from byte `from` on lead to; none where the log is gone, shorter than
  /// that, or much longer.
  ///
  /// @param wanted for which operations
  static Set<String> commits(Path log, long from, Predicate<String> wanted) {
    var commits = new LinkedHashSet<String>();
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      var length = channel.size() - from;
      if (length <= 0 || length > MOST) {
        return commits;
      }
      var bytes = ByteBuffer.allocate((int) length);
      while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
        // On to the end.
      }
      var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      text.lines()
          .map(line -> line.split(" ", 3))
          .filter(parts -> parts.length == 3 && GitState.isId(parts[1]))
          .filter(parts -> wanted.test(parts[2].substring(parts[2].indexOf('\t') + 1)))
          .forEach(parts -> commits.add(parts[1]));
    } catch (IOException e) {
      return commits;
    }
    return commits;
  }
}
