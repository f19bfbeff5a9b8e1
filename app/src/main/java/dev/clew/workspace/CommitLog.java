package dev.clew.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The commits that lead to HEAD and what they did to files, and which files differ from HEAD, as
/// the installed Git tells it.
public final class CommitLog {
  private static final int NAMED = 2000;

  private final Path root;
  private final GitProgram git;

  /// @param root the work tree's folder
  public CommitLog(Path root) {
    this.root = root;
    this.git = new GitProgram(root);
  }

  /// A commit and the first line of its message.
  public record Titled(GitHistory.Commit commit, String subject) {}

  /// One side of a file that a commit touched.
  ///
  /// @param mode Git's: `100644`, `100755`, `120000`
  public record Side(String mode, String blob) {}

  /// A file that a commit touched; renames are told as one that goes and one that comes.
  ///
  /// @param path in the form of [PathText]
  /// @param before in the first parent; absent where it has none
  /// @param after in the commit; absent where it has none
  public record Touched(String path, @Nullable Side before, @Nullable Side after) {}

  /// The commit that HEAD is at.
  public String head() throws IOException {
    return git.text("rev-parse", "--verify", "HEAD^{commit}");
  }

  /// The commits that lead to HEAD and touched one of these paths, the newest first, not more than
  /// `most`; merges among them.
  public List<Titled> touching(Collection<String> paths, int most) throws IOException {
    return touching("HEAD\n", paths, most);
  }

  /// The same of those that lead to a branch, here or as last fetched, and not to HEAD.
  public List<Titled> elsewhere(Collection<String> paths, int most) throws IOException {
    var refs =
        git.text("for-each-ref", "--format=%(objectname)", "refs/heads", "refs/remotes").lines();
    return touching(String.join("\n", refs.distinct().toList()) + "\n^HEAD\n", paths, most);
  }

  private List<Titled> touching(String from, Collection<String> paths, int most)
      throws IOException {
    var input = new ByteArrayOutputStream();
    input.writeBytes((from + "--\n").getBytes(StandardCharsets.US_ASCII));
    if (paths.size() <= NAMED && paths.stream().noneMatch(path -> path.contains("\n"))) {
      for (var path : paths) {
        input.writeBytes(PathText.bytes(path));
        input.write('\n');
      }
    }
    var log =
        git.run(
            input.toByteArray(),
            "--literal-pathspecs",
            "log",
            "--no-show-signature",
            "--full-history",
            "--topo-order",
            "-z",
            "--format=%H%x09%P%x09%ct%x09%cn <%ce>%x09%s",
            "--max-count=" + most,
            "--stdin");
    var commits = new ArrayList<Titled>();
    for (var line : new String(log, StandardCharsets.UTF_8).split("\0", -1)) {
      var fields = line.split("\t", 5);
      if (fields.length == 5) {
        var parents = fields[1].isEmpty() ? List.<String>of() : List.of(fields[1].split(" ", -1));
        var at = Instant.ofEpochSecond(Long.parseLong(fields[2]));
        var commit = new GitHistory.Commit(fields[0], parents, at, fields[3]);
        commits.add(new Titled(commit, fields[4].strip()));
      }
    }
    return commits;
  }

  /// The files and links that a commit changed since its first parent.
  public List<Touched> touched(GitHistory.Commit commit) throws IOException {
    var arguments =
        commit.parents().isEmpty()
            ? List.of("diff-tree", "--root", "--no-commit-id", "-r", "-z", commit.id())
            : List.of("diff-tree", "-r", "-z", commit.parents().getFirst(), commit.id());
    var parts = parts(git.run(new byte[0], arguments.toArray(String[]::new)));
    var touched = new ArrayList<Touched>();
    for (var i = 0; i + 1 < parts.size(); i += 2) {
      // :100644 100644 <before> <after> M, then the path
      var fields = new String(parts.get(i), StandardCharsets.US_ASCII).substring(1).split(" ", 5);
      touched.add(
          new Touched(
              PathText.of(parts.get(i + 1)),
              side(fields[0], fields[2]),
              side(fields[1], fields[3])));
    }
    return touched;
  }

  private static @Nullable Side side(String mode, String blob) {
    return mode.startsWith("10") || mode.equals("120000") ? new Side(mode, blob) : null;
  }

  /// The contents that Git calls by these ids; one that is not here is left out.
  public Map<String, byte[]> contents(List<String> blobs) throws IOException {
    return new GitHistory(root).contents(blobs);
  }

  /// The paths whose files, or what is staged of them, differ from HEAD; untracked ones among them.
  public Set<String> dirty() throws IOException {
    var parts =
        parts(
            git.run(
                new byte[0],
                "status",
                "--porcelain",
                "-z",
                "--no-renames",
                "--untracked-files=all",
                "--ignore-submodules=all"));
    var dirty = new HashSet<String>();
    for (var part : parts) {
      dirty.add(PathText.of(Arrays.copyOfRange(part, 3, part.length)));
    }
    return dirty;
  }

  /// The branches that lead to a commit, those of remotes among them.
  public List<String> branches(String commit) throws IOException {
    return git.text(
            "for-each-ref",
            "--contains=" + commit,
            "--format=%(refname:short)",
            "refs/heads",
            "refs/remotes")
        .lines()
        .toList();
  }

  private static List<byte[]> parts(byte[] text) {
    var parts = new ArrayList<byte[]>();
    var from = 0;
    for (var i = 0; i < text.length; i++) {
      if (text[i] == 0) {
        parts.add(Arrays.copyOfRange(text, from, i));
        from = i + 1;
      }
    }
    return parts;
  }
}
