package dev.clew.query;

import dev.clew.workspace.Contents;
import dev.clew.workspace.GitCommits;
import dev.clew.workspace.ObjectSource;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares any two moments; what is opened for it is closed with it.
final class Sides implements AutoCloseable {
  private final Sources sources;
  private final Compared compared;
  private final Map<String, GitCommits> commits = new HashMap<>();
  private final Map<String, WorkingTree> trees = new HashMap<>();

  Sides(Sources sources, Compared compared) {
    this.sources = sources;
    this.compared = compared;
  }

  List<FileDiff> diff(Point before, Point after) throws IOException, SQLException, QueryException {
    if (before instanceof Point.Commit || after instanceof Point.Commit) {
      return compared.items(after.root(), items(before), items(after));
    }
    var reader = reader(after);
    return compared.trees(after.root(), tree(before), tree(after), objects(before, after), reader);
  }

  private Map<String, Compared.Item> items(Point point) throws IOException, QueryException {
    return point instanceof Point.Commit commit
        ? compared.items(commits(commit.root()), commit.id())
        : compared.items(tree(point), objects(point, point), reader(point));
  }

  private GitCommits commits(String root) throws IOException, QueryException {
    var open = commits.get(root);
    if (open == null) {
      open = GitCommits.of(root(root));
      commits.put(root, open);
    }
    return open;
  }

  private String tree(Point point) throws IOException, QueryException {
    return switch (point) {
      case Point.Snapshot snapshot -> snapshot.tree();
      case Point.Working working -> working(working).tree();
      case Point.Commit _ -> throw new IllegalStateException("a commit has no tree of ours");
    };
  }

  private Compared.Reader reader(Point point) throws IOException, QueryException {
    if (point instanceof Point.Working working) {
      return working(working)::read;
    }
    var contents = new Contents(new StoredObjects(sources));
    return (_, entry) -> contents.of(entry);
  }

  private ObjectSource objects(Point one, Point other) throws IOException, QueryException {
    if (one instanceof Point.Working working) {
      return working(working).objects();
    }
    return other instanceof Point.Working working
        ? working(working).objects()
        : new StoredObjects(sources);
  }

  private WorkingTree working(Point.Working point) throws IOException, QueryException {
    var known = trees.get(point.root());
    if (known == null) {
      known = WorkingTree.of(root(point.root()), sources);
      trees.put(point.root(), known);
    }
    return known;
  }

  private RootChoice.Root root(String folder) throws QueryException {
    return switch (RootChoice.of(Path.of(folder), sources.userHome(), sources.home().folder())) {
      case RootChoice.Root root -> root;
      case RootChoice.Refused refused -> throw QueryException.usage(refused.text());
    };
  }

  @Override
  public void close() throws IOException {
    for (var each : commits.values()) {
      each.close();
    }
  }
}
