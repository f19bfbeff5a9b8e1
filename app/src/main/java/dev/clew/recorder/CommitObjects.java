package dev.clew.recorder;

import dev.clew.capture.workspace.WorkspaceRecords;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.workspace.Reach;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The contents that records of commits carry, and at which paths they lie.
final class CommitObjects {
  private static final String MAIN = "/.git";

  private final ContentReader reader;

  CommitObjects(ContentReader reader) {
    this.reader = reader;
  }

  /// Adds them to `reach`: those at `path`, an absolute one, or below it are told apart.
  void addTo(Reach reach, String path) throws SQLException {
    for (var seq : reader.recordsOf(WorkspaceRecords.KIND)) {
      try {
        var entry = reader.entry(seq).orElseThrow();
        var metadata = entry.record().mode().equals(CaptureMode.METADATA.wire());
        var payload = reader.payload(entry);
        if (payload.isPresent() && !metadata) {
          for (var commit : Json.value(payload.get()).path("commits").values()) {
            add(commit, path, reach);
          }
        }
      } catch (DamagedObjectException | JacksonException e) {
        // 'fsck' tells of it; nothing can be read from it
      }
    }
  }

  private static void add(JsonNode commit, String path, Reach reach) {
    for (var file : commit.path("files").values()) {
      var isAt = isAt(commit, file.path("path").asString(""), path);
      var from = file.path("from").asString("");
      add(file.path("after"), isAt, reach);
      for (var version : file.path("border").values()) {
        add(version, isAt || (!from.isEmpty() && isAt(commit, from, path)), reach);
      }
    }
  }

  private static void add(JsonNode version, boolean isAt, Reach reach) {
    if (version.isObject() && version.path("not_kept").isMissingNode()) {
      var pieces = version.path("pieces").asString("");
      if (pieces.isEmpty()) {
        reach.addContent(version.path("sha256").asString(""), isAt);
      } else {
        reach.addPieces(pieces, isAt);
      }
    }
  }

  private static boolean isAt(JsonNode commit, String file, String path) {
    return roots(commit).stream()
        .map(root -> root + "/" + file)
        .anyMatch(each -> each.equals(path) || each.startsWith(path + "/"));
  }

  /// The work tree that the commit was seen from, and the repository's main one.
  private static List<String> roots(JsonNode commit) {
    var root = commit.path("root").asString("");
    var repository = commit.path("repository").asString("");
    return repository.endsWith(MAIN)
        ? List.of(root, repository.substring(0, repository.length() - MAIN.length()))
        : List.of(root);
  }
}
