package dev.clew.workspace;

import dev.clew.event.WorktreeStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares a tree of ours with a commit's. Reads no file of the work tree.
///
/// A file counts as unchanged also where only the ends of its lines differ, as Git may convert
/// them, and where the commit has a pointer of Git LFS to the same content.
public final class WorktreeComparison {
  private static final int LISTED = 200;
  private static final int LOOKED_INTO = 2000;
  private static final long SMALL = 1 << 20;
  private static final String LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:";
  private static final int SHA1_HEX = 40;

  private final Contents contents;
  private final Trees trees;
  private final GitCommits commits;
  private final List<WorktreeStatus.Path> paths = new ArrayList<>();
  private long modified;
  private long deleted;
  private long untracked;
  private long notCompared;
  private int lookedInto;

  /// @param source has the objects of our trees
  public WorktreeComparison(ObjectSource source, GitCommits commits) {
    this.contents = new Contents(source);
    this.trees = new Trees(source);
    this.commits = commits;
  }

  /// How `tree` differs from `commit`.
  ///
  /// @param moment see [WorktreeStatus]
  /// @throws IOException also when the repository names its objects by SHA-256
  public WorktreeStatus compare(String root, String moment, String tree, @Nullable String commit)
      throws IOException {
    var left = new HashMap<String, GitFile>();
    if (commit != null) {
      if (commit.length() != SHA1_HEX) {
        throw new IOException("its objects are named by SHA-256");
      }
      left.putAll(commits.files(commit));
    }
    var failed = new IOException[1];
    trees.walk(
        tree,
        (path, entry) -> {
          try {
            compare(path, entry, left);
          } catch (IOException e) {
            failed[0] = e;
          }
        });
    if (failed[0] != null) {
      throw failed[0];
    }
    deleted = left.size();
    left.keySet().stream().sorted().forEach(path -> list("deleted", path));
    Collections.sort(paths, (a, b) -> a.path().compareTo(b.path()));
    return new WorktreeStatus(
        root,
        moment,
        commit,
        modified,
        deleted,
        untracked,
        notCompared,
        List.copyOf(paths.subList(0, Math.min(LISTED, paths.size()))));
  }

  private void compare(String path, Entry entry, Map<String, GitFile> left) throws IOException {
    if (entry.kind() == Kind.FOLDER) {
      if (entry.reason() != Reason.NONE) {
        // What is below cannot be seen: nor can it be told to be gone.
        var below = left.keySet().stream().filter(each -> each.startsWith(path + "/")).toList();
        below.forEach(left::remove);
        notCompared += below.size();
      }
      return;
    }
    var committed = left.remove(path);
    if (committed == null) {
      // Of what is ignored only files with passwords are in our trees: they cannot be told apart.
      if (entry.reason() != Reason.SENSITIVE && entry.reason() != Reason.SPECIAL) {
        untracked++;
        list("untracked", path);
      }
    } else if (entry.kind() == Kind.REPOSITORY || committed.mode().equals("160000")) {
      if (entry.kind() != Kind.REPOSITORY || !committed.mode().equals("160000")) {
        modify(path);
      }
    } else if (!committed.mode().equals(entry.kind().mode())) {
      modify(path);
    } else if (entry.blob().isEmpty()) {
      notCompared++;
    } else if (!entry.blob().get().equals(committed.blob()) && !isConverted(entry, committed)) {
      modify(path);
    }
  }

  private void modify(String path) {
    modified++;
    list("modified", path);
  }

  private void list(String state, String path) {
    paths.add(new WorktreeStatus.Path(state, path));
  }

  private boolean isConverted(Entry entry, GitFile committed) throws IOException {
    if (entry.kind() == Kind.LINK || entry.size() > SMALL || lookedInto++ >= LOOKED_INTO) {
      return false;
    }
    var theirs = commits.content(committed);
    if (theirs.isEmpty()) {
      return false;
    }
    var text = new String(theirs.get(), StandardCharsets.ISO_8859_1);
    if (text.startsWith(LFS)) {
      return text.startsWith(LFS + entry.sha256());
    }
    var ours = contents.of(entry);
    return ours.isPresent()
        && indexOfReturn(ours.get()) >= 0
        && HexFormat.of().formatHex(blob(withoutReturns(ours.get()))).equals(committed.blob());
  }

  private static int indexOfReturn(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\r') {
        return i;
      }
    }
    return -1;
  }

  private static byte[] blob(byte[] bytes) {
    return Digests.blob(bytes.length).digest(bytes);
  }

  private static byte[] withoutReturns(byte[] bytes) {
    var kept = new byte[bytes.length];
    var length = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '\r' || i + 1 == bytes.length || bytes[i + 1] != '\n') {
        kept[length++] = bytes[i];
      }
    }
    return java.util.Arrays.copyOf(kept, length);
  }
}
