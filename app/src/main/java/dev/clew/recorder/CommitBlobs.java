package dev.clew.recorder;

import dev.clew.workspace.Commit;
import dev.clew.workspace.CommitReading;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What commits have at the paths that changed: asked only when Git has moved.
final class CommitBlobs implements AutoCloseable {
  private final CommitReading reading;
  private final List<String> paths;
  private final Map<String, Map<String, String>> known = new HashMap<>();

  private CommitBlobs(CommitReading reading, List<String> paths) {
    this.reading = reading;
    this.paths = paths;
  }

  /// @throws IOException when the repository cannot be read
  static CommitBlobs of(RootChoice.Root root, List<String> paths) throws IOException {
    var git = root.git().orElseThrow(() -> new IOException("no repository"));
    return new CommitBlobs(CommitReading.of(root.folder(), git), paths);
  }

  /// Git's names of what the commit has, by path; a path that is not there has none.
  Map<String, String> of(@Nullable String id) throws IOException {
    if (id == null) {
      return Map.of();
    }
    var blobs = known.get(id);
    if (blobs == null) {
      blobs = new HashMap<>();
      var commit = reading.commit(id);
      for (var path : commit.isEmpty() ? List.<String>of() : paths) {
        var file = reading.file(commit.get(), path);
        if (file.isPresent()) {
          blobs.put(path, reading.name(file.get()).orElse(""));
        }
      }
      known.put(id, blobs);
    }
    return blobs;
  }

  /// The commits before this one.
  List<String> parents(String id) throws IOException {
    return reading.commit(id).map(Commit::parents).orElse(List.of());
  }

  /// The first parent; empty where there is none.
  Optional<String> parent(String id) throws IOException {
    return parents(id).stream().findFirst();
  }

  @Override
  public void close() throws IOException {
    reading.close();
  }
}
