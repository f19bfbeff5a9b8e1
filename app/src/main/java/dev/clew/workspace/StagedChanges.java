package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is about to be committed, as a hook of Git's sees it: the index that this commit is made
/// from, which is not always the work tree's own. Nothing is written, the index not even refreshed.
public final class StagedChanges {
  /// The variables by which Git tells its hooks where things are.
  public static final Set<String> VARIABLES =
      Set.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_COMMON_DIR",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES");

  private final Path folder;
  private final GitProgram git;

  /// @param folder where the hook was called
  /// @param told those of [#VARIABLES] that the hook found set
  public StagedChanges(Path folder, Map<String, String> told) {
    this.folder = folder;
    this.git = new GitProgram(folder, told);
  }

  /// The files that the commit makes or changes: of a merge, those that differ from every parent's.
  public List<GitHistory.Changed> changes() throws IOException {
    var since = new ArrayList<List<GitHistory.Changed>>();
    for (var parent : parents()) {
      var raw = git.run(new byte[0], "diff-index", "--cached", "--raw", "-z", "-M", parent, "--");
      since.add(GitHistory.read(raw).stream().filter(each -> !each.blob().matches("0+")).toList());
    }
    return GitHistory.inEach(since);
  }

  /// HEAD and what is being merged; the empty tree before the first commit.
  private List<String> parents() throws IOException {
    var parents = new ArrayList<String>();
    try {
      parents.add(git.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}"));
    } catch (IOException _) {
      return List.of(git.text("hash-object", "-t", "tree", "--stdin"));
    }
    var merged = folder.resolve(git.text("rev-parse", "--git-path", "MERGE_HEAD"));
    if (Files.isRegularFile(merged)) {
      Files.readString(merged, StandardCharsets.US_ASCII)
          .lines()
          .map(String::strip)
          .filter(line -> line.matches("[0-9a-f]{40,64}"))
          .forEach(parents::add);
    }
    return parents;
  }

  /// The contents that Git calls by these ids; one that is not here is left out.
  public Map<String, byte[]> contents(List<String> blobs) throws IOException {
    return new GitHistory(folder).contents(blobs);
  }
}
