package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads commits of a repository; its `.git` is only read.
public final class GitCommits implements AutoCloseable {
  private static final String TREE = "tree";

  private final GitObjects objects;

  private GitCommits(GitObjects objects) {
    this.objects = objects;
  }

  /// The commits that the work tree `root` is of.
  ///
  /// @throws IOException when neither JGit nor an installed `git` can read the repository
  public static GitCommits of(RootChoice.Root root) throws IOException {
    var git = root.git().orElseThrow(() -> new IOException(root.folder() + " is no Git work tree"));
    var config = GitFolder.text(git.common().resolve("config")).orElse("");
    return new GitCommits(
        config.toLowerCase(java.util.Locale.ROOT).contains("objectformat")
            ? GitBatch.open(root.folder())
            : JGitObjects.open(git));
  }

  /// The id of the commit that `name` means: an id or its start, a branch, a tag, `HEAD~2`...;
  /// empty when it means none.
  public Optional<String> commit(String name) throws IOException {
    return objects.find(name + "^{commit}").map(GitObjects.Found::id);
  }

  /// The files of a commit, by path in the form of [PathText].
  public SortedMap<String, GitFile> files(String commit) throws IOException {
    var files = new TreeMap<String, GitFile>();
    var tree = objects.find(commit + "^{" + TREE + "}");
    if (tree.isEmpty()) {
      throw new IOException("commit " + commit + " has no tree here");
    }
    add(new byte[0], tree.get(), files);
    return files;
  }

  private void add(byte[] prefix, GitObjects.Found tree, Map<String, GitFile> files)
      throws IOException {
    var bytes = tree.bytes();
    var idLength = tree.id().length() / 2;
    for (var at = 0; at < bytes.length; ) {
      var blank = indexOf(bytes, ' ', at);
      var end = indexOf(bytes, 0, blank);
      var mode = new String(bytes, at, blank - at, StandardCharsets.US_ASCII);
      var path = joined(prefix, Arrays.copyOfRange(bytes, blank + 1, end));
      var id = HexFormat.of().formatHex(bytes, end + 1, end + 1 + idLength);
      if (mode.equals("40000")) {
        var below = objects.find(id);
        if (below.isEmpty()) {
          throw new IOException("tree " + id + " of the commit is not here");
        }
        add(joined(path, new byte[] {'/'}), below.get(), files);
      } else {
        files.put(PathText.of(path), new GitFile(mode, id));
      }
      at = end + 1 + idLength;
    }
  }

  private static int indexOf(byte[] bytes, int wanted, int from) throws IOException {
    for (var i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new IOException("a tree of the commit is damaged");
  }

  private static byte[] joined(byte[] one, byte[] other) {
    var both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /// The content of a file; empty when the repository does not have it, as in a partial clone.
  public Optional<byte[]> content(GitFile file) throws IOException {
    return objects.find(file.blob()).map(GitObjects.Found::bytes);
  }

  @Override
  public void close() throws IOException {
    objects.close();
  }
}
