package dev.clew.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Everything below a folder, Git's own files too: contents, modes and times of change.
final class Digest {
  private Digest() {}

  static Map<String, String> of(Path folder) throws IOException {
    var all = new TreeMap<String, String>();
    try (var paths = Files.walk(folder)) {
      paths.forEach(path -> all.put(folder.relativize(path).toString(), state(path)));
    }
    return all;
  }

  private static String state(Path path) {
    try {
      var told =
          Files.readAttributes(path, "unix:mode,lastModifiedTime,ino", LinkOption.NOFOLLOW_LINKS);
      return new TreeMap<>(told) + (Files.isRegularFile(path) ? " " + sha256(path) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
