package dev.clew.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A file that somebody names: where it lies on disk. Folders on the way to it are real; the file
/// itself may be a link, or not be there.
public final class FilePlace {
  private final Path disk;

  private FilePlace(Path disk) {
    this.disk = disk;
  }

  /// The file that `text` names as seen from `folder`: a path as it is typed, or in the form of
  /// [PathText].
  public static FilePlace of(Path folder, String text) {
    var typed = new FilePlace(resolve(folder, text.getBytes(StandardCharsets.UTF_8)));
    return text.startsWith("\"") && !Files.exists(typed.disk, LinkOption.NOFOLLOW_LINKS)
        ? new FilePlace(resolve(folder, PathText.bytes(text)))
        : typed;
  }

  private static Path resolve(Path folder, byte[] text) {
    var names = names(text);
    var path = text.length > 0 && text[0] == '/' ? Path.of("/") : folder.toAbsolutePath();
    for (var i = 0; i < names.size(); i++) {
      var name = new String(names.get(i), StandardCharsets.ISO_8859_1);
      var parent = name.equals("..") ? real(path).getParent() : null;
      if (name.equals("..")) {
        path = parent == null ? Path.of("/") : parent;
      } else if (!name.equals(".")) {
        path = DiskNames.resolve(i == 0 ? path : real(path), names.get(i));
      }
    }
    var parent = path.getParent();
    return parent == null ? path : DiskNames.resolve(real(parent), DiskNames.name(path));
  }

  private static List<byte[]> names(byte[] text) {
    var names = new ArrayList<byte[]>();
    var from = 0;
    for (var at = 0; at <= text.length; at++) {
      if (at == text.length || text[at] == '/') {
        if (at > from) {
          names.add(Arrays.copyOfRange(text, from, at));
        }
        from = at + 1;
      }
    }
    return names;
  }

  /// Without links, as far as it is there.
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      var parent = path.getParent();
      return parent == null ? path : DiskNames.resolve(real(parent), DiskNames.name(path));
    }
  }

  /// Where it lies.
  public Path disk() {
    return disk;
  }

  /// The folder that it lies in, or the nearest one around that is there.
  public Path folder() {
    var folder = Files.isDirectory(disk, LinkOption.NOFOLLOW_LINKS) ? disk : disk.getParent();
    while (folder != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    return folder == null ? Path.of("/") : folder;
  }

  /// Its path below the folder `root`, in the form of [PathText]; empty where it is not below it.
  public Optional<String> below(String root) {
    Path folder;
    try {
      folder = Path.of(root);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    if (!disk.startsWith(folder) || disk.equals(folder)) {
      return Optional.empty();
    }
    var bytes = new ByteArrayOutputStream();
    for (var name : folder.relativize(disk)) {
      if (bytes.size() > 0) {
        bytes.write('/');
      }
      bytes.writeBytes(DiskNames.name(name));
    }
    return Optional.of(PathText.of(bytes.toByteArray()));
  }

  /// What is there.
  public enum Found {
    /// A file, or a link.
    FILE,
    /// A folder.
    FOLDER,
    /// Something that has no content: a pipe, a socket, a device.
    OTHER,
    /// Nothing.
    NOTHING
  }

  /// What is there now.
  public Found found() {
    if (Files.isSymbolicLink(disk) || Files.isRegularFile(disk, LinkOption.NOFOLLOW_LINKS)) {
      return Found.FILE;
    }
    if (Files.isDirectory(disk, LinkOption.NOFOLLOW_LINKS)) {
      return Found.FOLDER;
    }
    return Files.exists(disk, LinkOption.NOFOLLOW_LINKS) ? Found.OTHER : Found.NOTHING;
  }

  /// How many bytes it holds.
  public long size() throws IOException {
    return Files.isSymbolicLink(disk) ? 0 : Files.size(disk);
  }

  /// What it holds: of a link, where it points.
  public byte[] read() throws IOException {
    return Files.isSymbolicLink(disk)
        ? DiskNames.target(Files.readSymbolicLink(disk))
        : Files.readAllBytes(disk);
  }
}
