package dev.clew.workspace.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Trees on disk, for tests.
final class Trees {
  private Trees() {}

  static State.File file(String content, boolean executable) {
    return new State.File(sha256(content), executable);
  }

  static State.Link link(String target) {
    return new State.Link(sha256(target));
  }

  static String sha256(String content) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Saves as most editors do: a new file, renamed.
  static void save(Path file, String content) {
    try {
      var fresh = Files.writeString(file.resolveSibling(file.getFileName() + "~"), content);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All files, links and folders below `root`, but for folders of moves: what each is, and has.
  static Map<String, String> of(Path root) throws IOException {
    var all = new TreeMap<String, String>();
    try (var paths = Files.walk(root)) {
      for (var path : (Iterable<Path>) paths.skip(1)::iterator) {
        var name = root.relativize(path).toString();
        if (name.startsWith(".clew-move-")) {
          continue;
        }
        if (Files.isSymbolicLink(path)) {
          all.put(name, "l:" + Files.readSymbolicLink(path));
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          all.put(name, "d");
        } else {
          all.put(name, (Files.isExecutable(path) ? "x:" : "f:") + Files.readString(path));
        }
      }
    }
    return all;
  }
}
