package dev.clew.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;

/// What Git's index, versions 2 to 4, has of some paths.
public final class StagedFiles {
  private static final int ID_AT = 40; // ctime, mtime, dev, ino, mode, uid, gid, size
  private static final int ID_BYTES = 20;
  private static final int STAGE = 0x3000;
  private static final int EXTENDED = 0x4000;

  private StagedFiles() {}

  /// Git's ids of the blobs, by path; nothing of paths in conflict, and nothing at all of an index
  /// that cannot be read or whose ids are SHA-256.
  public static Map<String, String> of(GitFolder git, Collection<String> paths) {
    return of(git.own().resolve("index"), paths);
  }

  static Map<String, String> of(Path index, Collection<String> paths) {
    try {
      return parse(Files.readAllBytes(index), new HashSet<>(paths));
    } catch (IOException | RuntimeException e) {
      return Map.of(); // nothing is said of it
    }
  }

  private static Map<String, String> parse(byte[] bytes, Collection<String> wanted) {
    var in = ByteBuffer.wrap(bytes);
    in.getInt();
    var version = in.getInt();
    var count = in.getInt();
    var found = new HashMap<String, String>();
    var before = new byte[0];
    for (int i = 0; i < count; i++) {
      var start = in.position();
      in.position(start + ID_AT + ID_BYTES);
      var flags = in.getShort();
      if (version >= 3 && (flags & EXTENDED) != 0) {
        in.getShort();
      }
      var kept = version == 4 ? before.length - TrackedFiles.offset(in) : 0;
      var from = in.position();
      var end = from;
      while (bytes[end] != 0) {
        end++;
      }
      before = Arrays.copyOf(before, kept + end - from);
      System.arraycopy(bytes, from, before, kept, end - from);
      var path = PathText.of(before);
      if ((flags & STAGE) == 0 && wanted.contains(path)) {
        found.put(path, HexFormat.of().formatHex(bytes, start + ID_AT, start + ID_AT + ID_BYTES));
      }
      in.position(version == 4 ? end + 1 : start + (end - start + 8) / 8 * 8);
    }
    return found;
  }
}
