package dev.clew.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads what commits hold and how they follow each other: in process where JGit knows the
/// repository's form, else through one `git cat-file`. Nothing is written or fetched. For one
/// thread.
public final class CommitReading implements AutoCloseable {
  /// Trees that are kept in memory: one commit's are mostly those of the commit before.
  private static final int TREES = 4096;

  private final GitObjects objects;
  private final Set<String> shallow;
  private final Map<String, GitTree> trees =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, GitTree> eldest) {
          return size() > TREES;
        }
      };

  private CommitReading(GitObjects objects, Set<String> shallow) {
    this.objects = objects;
    this.shallow = shallow;
  }

  /// Of the repository that the work tree at `root` is of.
  ///
  /// @throws IOException when neither JGit nor an installed `git` can read it
  public static CommitReading of(Path root, GitFolder git) throws IOException {
    var config = GitFolder.text(git.common().resolve("config")).orElse("");
    var objects =
        config.toLowerCase(Locale.ROOT).contains("objectformat")
            ? GitBatch.open(root)
            : JGitObjects.open(git);
    var shallow = new HashSet<String>();
    GitFolder.text(git.common().resolve("shallow"))
        .ifPresent(text -> text.lines().forEach(line -> shallow.add(line.strip())));
    return new CommitReading(objects, shallow);
  }

  /// The commit with this id; empty where there is none here.
  public Optional<Commit> commit(String id) throws IOException {
    return objects
        .object(id)
        .filter(found -> found.type().equals("commit"))
        .map(found -> Commit.of(id, found.bytes(), shallow));
  }

  /// Commits that can be reached from somewhere.
  ///
  /// @param commits parents first
  /// @param more whether there are older ones that were left out, because there are too many
  public record Range(List<Commit> commits, boolean more) {}

  /// What can be reached from `tips`, and neither is known nor can be reached from `border`.
  ///
  /// @param known whether a commit is known with all before it
  /// @param most how many are looked for: the newest
  public Range range(
      Collection<String> tips, Predicate<String> known, Collection<String> border, int most)
      throws IOException {
    return new CommitWalk(this, known, most).range(tips, border);
  }

  /// What a commit has otherwise than its parents.
  ///
  /// @param more whether there is more that was left out, because there is too much
  public record Differences(List<Difference> list, boolean more) {}

  /// In the order of paths, at most `most`.
  ///
  /// @throws IOException when a tree is not here
  public Differences differences(Commit commit, int most) throws IOException {
    var before = new ArrayList<GitTree>();
    for (var parent : commit.parents()) {
      var its = commit(parent);
      before.add(its.isEmpty() ? GitTree.EMPTY : tree(its.get().tree()));
    }
    var diff = new TreeDiff(this, most);
    diff.compare("", before, tree(commit.tree()));
    return new Differences(new Renames(this).in(diff.found()), diff.more());
  }

  GitTree tree(String id) throws IOException {
    var known = trees.get(id);
    if (known == null) {
      var object = objects.object(id);
      if (object.isEmpty()) {
        throw new IOException("tree " + id + " of a commit is not here");
      }
      known = GitTree.of(object.get().bytes(), id.length() / 2);
      trees.put(id, known);
    }
    return known;
  }

  /// What `commit` has at a path in the form of [PathText]; empty where there is no file.
  public Optional<GitFile> file(Commit commit, String path) throws IOException {
    var at = tree(commit.tree());
    var names = GitTree.names(path);
    for (var i = 0; ; i++) {
      @Nullable GitFile found = at.entries().get(names[i]);
      if (found == null) {
        return Optional.empty();
      }
      var folder = GitTree.isFolder(found);
      if (i == names.length - 1) {
        return folder ? Optional.empty() : Optional.of(found);
      }
      if (!folder) {
        return Optional.empty();
      }
      at = tree(found.blob());
    }
  }

  /// The bytes of a blob; empty when they are not here, as in a partial clone.
  ///
  /// @throws IOException when they are too many to be read at once, or damaged
  public Optional<byte[]> content(String blob) throws IOException {
    return objects.object(blob).map(GitObjects.Found::bytes);
  }

  /// How many bytes a blob has; -1 when it is not here.
  long size(String blob) throws IOException {
    return objects.size(blob);
  }

  /// The name that a blob has in repositories with SHA-1, which all of Clew uses; empty when it is
  /// not here.
  public Optional<String> name(GitFile file) throws IOException {
    return file.blob().length() == 40
        ? Optional.of(file.blob())
        : content(file.blob())
            .map(bytes ->
                java.util.HexFormat.of().formatHex(Digests.blob(bytes.length).digest(bytes)));
  }

  @Override
  public void close() throws IOException {
    objects.close();
  }
}
