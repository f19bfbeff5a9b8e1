package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Commits that a range names, and the files that they changed, as the installed Git tells them:
/// for what is asked of commits that nobody has looked at.
public final class GitHistory {
  private static final String FIELDS = "--format=%H%x09%P%x09%ct%x09%cn <%ce>";

  private final GitProgram git;

  /// @param root the work tree's folder
  public GitHistory(Path root) {
    this.git = new GitProgram(root);
  }

  /// A commit.
  ///
  /// @param committer as Git writes it: `Name <address>`
  public record Commit(String id, List<String> parents, Instant at, String committer) {}

  /// A file that a commit has and none of its parents has in this form.
  ///
  /// @param path in the form of [PathText]
  /// @param blob Git's id of its content
  /// @param before the same in each parent that has the file, in the parents' order
  public record Changed(String path, String blob, List<String> before) {}

  /// The commits that `range` names, parents first: `A..B`, or one commit.
  ///
  /// @throws IOException when it names none
  public List<Commit> commits(String range) throws IOException {
    if (range.startsWith("-")) {
      throw new IOException("'%s' names no commits".formatted(range));
    }
    var one = range.contains("..") ? "--do-walk" : "--no-walk";
    var log =
        git.text(
            "log", "--no-show-signature", FIELDS, "--topo-order", "--reverse", one, range, "--");
    var commits = new ArrayList<Commit>();
    for (var line : log.lines().toList()) {
      var fields = line.split("\t", 4);
      var parents = fields[1].isEmpty() ? List.<String>of() : List.of(fields[1].split(" ", -1));
      var at = Instant.ofEpochSecond(Long.parseLong(fields[2]));
      commits.add(new Commit(fields[0], parents, at, fields[3]));
    }
    return commits;
  }

  /// The regular files that a commit made or changed: of a merge, those that differ from every
  /// parent's.
  public List<Changed> changes(Commit commit) throws IOException {
    var parents = commit.parents().isEmpty() ? List.of("") : commit.parents();
    var since = new ArrayList<List<Changed>>();
    for (var parent : parents) {
      since.add(since(parent, commit.id()));
    }
    return inEach(since);
  }

  /// The files that are in each of these lists, by path.
  static List<Changed> inEach(List<List<Changed>> lists) {
    var found = new HashMap<String, Changed>();
    var times = new HashMap<String, Integer>();
    for (var list : lists) {
      for (var changed : list) {
        times.merge(changed.path, 1, Integer::sum);
        found.merge(changed.path, changed, GitHistory::both);
      }
    }
    return found.values().stream()
        .filter(changed -> times.getOrDefault(changed.path, 0) == lists.size())
        .sorted(java.util.Comparator.comparing(Changed::path))
        .toList();
  }

  private static Changed both(Changed one, Changed other) {
    var before = new ArrayList<>(one.before);
    before.addAll(other.before);
    return new Changed(one.path, one.blob, List.copyOf(before));
  }

  private List<Changed> since(String parent, String commit) throws IOException {
    var arguments =
        parent.isEmpty()
            ? new String[] {"diff-tree", "--root", "--no-commit-id", "-r", "-z", "-M", commit}
            : new String[] {"diff-tree", "-r", "-z", "-M", parent, commit};
    return read(git.run(new byte[0], arguments));
  }

  /// The regular files that Git lists, with `--raw -z`, as made or changed.
  static List<Changed> read(byte[] raw) {
    var parts = parts(raw);
    var changes = new ArrayList<Changed>();
    for (var i = 0; i + 1 < parts.size(); i++) {
      // :100644 100644 <before> <after> M, then the path, or two for what was moved or copied
      var fields = new String(parts.get(i), StandardCharsets.US_ASCII).split(" ", 5);
      var moved = fields[4].startsWith("R") || fields[4].startsWith("C");
      var path = parts.get(i + (moved ? 2 : 1));
      i += moved ? 2 : 1;
      if (fields[1].startsWith("100")) {
        var before = fields[0].startsWith(":100") ? List.of(fields[2]) : List.<String>of();
        changes.add(new Changed(PathText.of(path), fields[3], before));
      }
    }
    return changes;
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

  /// The contents that Git calls by these ids; one that is not here is left out.
  public Map<String, byte[]> contents(List<String> blobs) throws IOException {
    var contents = new HashMap<String, byte[]>();
    try (var objects = GitBatch.open(git.folder())) {
      for (var blob : blobs) {
        objects.find(blob).ifPresent(found -> contents.put(blob, found.bytes()));
      }
    }
    return contents;
  }
}
