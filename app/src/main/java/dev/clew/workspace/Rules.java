package dev.clew.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/// The ignore rules that count in one folder: its own after those of the folders above. Git's
/// (`.gitignore`, `.git/info/exclude`, the user's), and beside them `.clewignore`, which can only
/// leave out more.
final class Rules {
  private static final long LARGEST = 1 << 20;
  private static final IgnoreNode EMPTY = new IgnoreNode();

  private final @Nullable Rules above;
  private final int depth; // length of the folder's path with its slash
  private final IgnoreNode[] git;
  private final IgnoreNode clew;
  private final byte[] stamp;

  private Rules(@Nullable Rules above, int depth, IgnoreNode[] git, IgnoreNode clew, byte[] stamp) {
    this.above = above;
    this.depth = depth;
    this.git = git;
    this.clew = clew;
    this.stamp = stamp;
  }

  /// Those of the root.
  ///
  /// @param others files whose rules count less than the root's own, from the most to the least
  static Rules ofRoot(Path root, Path... others) {
    var files = new byte[others.length + 2][];
    files[0] = bytes(root.resolve(".gitignore"));
    for (int i = 0; i < others.length; i++) {
      files[i + 1] = bytes(others[i]);
    }
    files[others.length + 1] = bytes(root.resolve(".clewignore"));
    return of(null, 0, files);
  }

  /// Those of `folder`, whose path's text is `prefix` with a slash at its end.
  Rules below(Path folder, String prefix, boolean hasGit, boolean hasClew) {
    if (!hasGit && !hasClew) {
      return this;
    }
    return of(
        this,
        prefix.length(),
        hasGit ? bytes(folder.resolve(".gitignore")) : new byte[0],
        hasClew ? bytes(folder.resolve(".clewignore")) : new byte[0]);
  }

  private static Rules of(@Nullable Rules above, int depth, byte[]... files) {
    var nodes = new IgnoreNode[files.length];
    var digest = Digests.sha256();
    for (int i = 0; i < files.length; i++) {
      nodes[i] = parse(files[i]);
      digest.update(Digests.sha256(files[i]));
    }
    var last = files.length - 1;
    return new Rules(above, depth, Arrays.copyOf(nodes, last), nodes[last], digest.digest());
  }

  private static byte[] bytes(Path file) {
    try {
      var plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      return plain && Files.size(file) <= LARGEST ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static IgnoreNode parse(byte[] bytes) {
    if (bytes.length == 0) {
      return EMPTY;
    }
    var node = new IgnoreNode();
    try {
      node.parse(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
    return node;
  }

  /// Whether these were read from the same texts.
  boolean sameAs(@Nullable Rules other) {
    return other != null && depth == other.depth && Arrays.equals(stamp, other.stamp);
  }

  /// Whether Git leaves `path` (below the root, as text) out, unless it is tracked.
  boolean gitIgnores(String path, boolean folder) {
    for (var rules = this; rules != null; rules = rules.above) {
      var below = path.substring(rules.depth);
      for (var node : rules.git) {
        var said = node.checkIgnored(below, folder);
        if (said != null) {
          return said;
        }
      }
    }
    return false;
  }

  /// Whether a `.clewignore` leaves it out.
  boolean clewIgnores(String path, boolean folder) {
    for (var rules = this; rules != null; rules = rules.above) {
      var said = rules.clew.checkIgnored(path.substring(rules.depth), folder);
      if (said != null) {
        return said;
      }
    }
    return false;
  }
}
