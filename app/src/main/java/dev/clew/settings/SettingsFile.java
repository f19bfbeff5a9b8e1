package dev.clew.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A settings file on the disk. Links are followed: what they lead to is replaced, in one step, and
/// keeps its mode.
final class SettingsFile {
  private static final char BOM = '\uFEFF';

  private final Path path;

  SettingsFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /// Its bytes; absent when there is no such file.
  byte @Nullable [] read() throws IOException, SettingsException {
    if (!Files.exists(path)) {
      if (Files.isSymbolicLink(path)) {
        throw new SettingsException(
            "%s is a link to nothing: expected a file, found %s"
                .formatted(path, Files.readSymbolicLink(path)));
      }
      return null;
    }
    if (!Files.isRegularFile(path)) {
      throw new SettingsException("%s: expected a file, found something else".formatted(path));
    }
    return Files.readAllBytes(path);
  }

  /// The text without the mark that may stand before it.
  static String text(Path path, byte[] bytes) throws SettingsException {
    try {
      var text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return text.isEmpty() || text.charAt(0) != BOM ? text : text.substring(1);
    } catch (CharacterCodingException e) {
      throw new SettingsException("%s: expected UTF-8, found other bytes".formatted(path));
    }
  }

  /// The bytes of `text`, with the mark where `before` had it.
  static byte[] bytes(String text, byte @Nullable [] before) {
    var marked =
        before != null
            && before.length > 2
            && before[0] == (byte) 0xEF
            && before[1] == (byte) 0xBB
            && before[2] == (byte) 0xBF;
    return ((marked ? BOM : "") + text).getBytes(StandardCharsets.UTF_8);
  }

  /// Replaces it; the folders that had to be made, the outermost first.
  List<Path> write(byte[] bytes) throws IOException {
    var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    var made = new ArrayList<Path>();
    for (var folder = target.getParent();
        folder != null && !Files.exists(folder);
        folder = folder.getParent()) {
      made.addFirst(folder);
    }
    Files.createDirectories(target.getParent());
    var temporary = Files.createTempFile(target.getParent(), ".clew-", ".tmp");
    try {
      Files.write(temporary, bytes);
      Files.setPosixFilePermissions(
          temporary,
          Files.exists(target)
              ? Files.getPosixFilePermissions(target)
              : PosixFilePermissions.fromString("rw-------"));
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return made;
  }

  /// Removes it and the folders that were made for it, where they are empty.
  void delete(List<Path> made) throws IOException {
    Files.deleteIfExists(path);
    for (var folder : made.reversed()) {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        try (var inside = Files.list(folder)) {
          if (inside.findAny().isPresent()) {
            return;
          }
        }
        Files.delete(folder);
      }
    }
  }
}
