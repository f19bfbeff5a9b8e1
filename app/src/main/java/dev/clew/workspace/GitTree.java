package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// One folder of a commit: what it has, by name.
///
/// Names are texts of which each letter is one byte.
///
/// @param entries in Git's order
record GitTree(Map<String, GitFile> entries) {
  static final GitTree EMPTY = new GitTree(Map.of());
  private static final String FOLDER = "40000";

  /// Reads a tree's object.
  ///
  /// @param idLength how many bytes an id has
  static GitTree of(byte[] bytes, int idLength) throws IOException {
    var entries = new LinkedHashMap<String, GitFile>();
    for (var at = 0; at < bytes.length; ) {
      var blank = indexOf(bytes, ' ', at);
      var end = indexOf(bytes, 0, blank);
      if (end + 1 + idLength > bytes.length) {
        throw new IOException("a tree of a commit is damaged");
      }
      var mode = new String(bytes, at, blank - at, StandardCharsets.US_ASCII);
      var name = new String(bytes, blank + 1, end - blank - 1, StandardCharsets.ISO_8859_1);
      entries.put(
          name, new GitFile(mode, HexFormat.of().formatHex(bytes, end + 1, end + 1 + idLength)));
      at = end + 1 + idLength;
    }
    return new GitTree(entries);
  }

  private static int indexOf(byte[] bytes, int wanted, int from) throws IOException {
    for (var i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new IOException("a tree of a commit is damaged");
  }

  /// Whether it is a folder, and `blob` its tree.
  static boolean isFolder(GitFile file) {
    return file.mode().equals(FOLDER);
  }

  /// The path as text of one whose letters are bytes.
  static String path(String bytes) {
    return PathText.of(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The names of a path as text, from the root on.
  static String[] names(String path) {
    return new String(PathText.bytes(path), StandardCharsets.ISO_8859_1).split("/", -1);
  }

  /// Git's modes of files are `100644` and `100755`; old ones were others.
  static String mode(GitFile file) {
    return switch (file.mode()) {
      case "120000", "160000", "100755" -> file.mode();
      default -> Arrays.asList("100777", "100775").contains(file.mode()) ? "100755" : "100644";
    };
  }
}
