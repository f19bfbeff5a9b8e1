package dev.clew.workspace;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The paths in Git's index, versions 2 to 4: ignore rules do not count for them.
///
/// An index that cannot be read (a split index, a later version) counts as empty: files that are
/// tracked and ignored are then left out.
final class TrackedFiles {
  private static final int FIXED = 40; // ctime, mtime, dev, ino, mode, uid, gid, size
  static final TrackedFiles NONE = new TrackedFiles(new byte[0][], null, "");

  private final byte[][] paths;
  private final @Nullable Stat stat;

  /// Why it could not be read; empty when it was.
  final String trouble;

  private TrackedFiles(byte[][] paths, @Nullable Stat stat, String trouble) {
    this.paths = paths;
    this.stat = stat;
    this.trouble = trouble;
  }

  /// Those of the index at `file`; `this` when it is the one that was read.
  TrackedFiles refreshed(Path file, int hashLength) {
    try {
      var now = Stat.of(file);
      if (now.equals(stat)) {
        return this;
      }
      return new TrackedFiles(parse(Files.readAllBytes(file), hashLength), now, "");
    } catch (NoSuchFileException e) {
      return NONE;
    } catch (IOException | BufferUnderflowException | IllegalArgumentException e) {
      return new TrackedFiles(new byte[0][], null, "git's index was not read: " + e.getMessage());
    }
  }

  private static byte[][] parse(byte[] bytes, int hashLength) throws IOException {
    var in = ByteBuffer.wrap(bytes);
    var mark = new byte[4];
    in.get(mark);
    var version = in.getInt();
    if (!"DIRC".equals(new String(mark, StandardCharsets.US_ASCII)) || version < 2 || version > 4) {
      throw new IOException("version " + version);
    }
    var paths = new byte[Math.min(in.getInt(), bytes.length / FIXED)][];
    var before = new byte[0];
    for (int i = 0; i < paths.length; i++) {
      var start = in.position();
      in.position(start + FIXED + hashLength);
      var flags = in.getShort();
      if (version >= 3 && (flags & 0x4000) != 0) {
        in.getShort();
      }
      var kept = version == 4 ? before.length - offset(in) : 0;
      var from = in.position();
      var end = from;
      while (bytes[end] != 0) {
        end++;
      }
      before = Arrays.copyOf(before, kept + end - from);
      System.arraycopy(bytes, from, before, kept, end - from);
      paths[i] = before;
      in.position(version == 4 ? end + 1 : start + (end - start + 8) / 8 * 8);
    }
    Arrays.sort(paths, Arrays::compareUnsigned);
    return paths;
  }

  /// The variable-width number of version 4.
  static int offset(ByteBuffer in) {
    var next = in.get() & 0xff;
    var value = next & 0x7f;
    while ((next & 0x80) != 0) {
      next = in.get() & 0xff;
      value = ((value + 1) << 7) | (next & 0x7f);
    }
    return value;
  }

  /// The paths that only one of the two has.
  List<byte[]> differingFrom(TrackedFiles other) {
    var differing = new ArrayList<byte[]>();
    if (this == other) {
      return differing;
    }
    int mine = 0;
    int theirs = 0;
    while (mine < paths.length || theirs < other.paths.length) {
      var order =
          mine == paths.length
              ? 1
              : theirs == other.paths.length
                  ? -1
                  : Arrays.compareUnsigned(paths[mine], other.paths[theirs]);
      if (order != 0) {
        differing.add(order < 0 ? paths[mine] : other.paths[theirs]);
      }
      mine += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
    }
    return differing;
  }

  /// Whether `path`, below the root, is tracked, or is a folder with something tracked in it.
  boolean covers(byte[] path, boolean folder) {
    var at = Arrays.binarySearch(paths, path, Arrays::compareUnsigned);
    if (at >= 0) {
      return true;
    }
    if (!folder) {
      return false;
    }
    var prefix = Arrays.copyOf(path, path.length + 1);
    prefix[path.length] = '/';
    var next = -Arrays.binarySearch(paths, prefix, Arrays::compareUnsigned) - 1;
    return next >= 0
        && next < paths.length
        && paths[next].length > prefix.length
        && Arrays.equals(paths[next], 0, prefix.length, prefix, 0, prefix.length);
  }
}
