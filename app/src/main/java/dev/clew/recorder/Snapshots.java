package dev.clew.recorder;

import dev.clew.capture.workspace.WorkspaceRecords;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.workspace.ObjectSource;
import dev.clew.workspace.Reach;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;

/// The snapshots of workspaces that a store has, and the objects that they need.
final class Snapshots {
  private final ContentReader reader;
  private final List<Snapshot> all = new ArrayList<>();

  /// Reads all that `reader` sees.
  Snapshots(ContentReader reader) throws SQLException {
    this.reader = reader;
    for (var seq : reader.recordsOf(WorkspaceRecords.KIND)) {
      read(seq);
    }
  }

  /// One look at one workspace.
  ///
  /// @param seq the number of its record
  /// @param root the workspace's folder
  /// @param tree its tree
  record Snapshot(long seq, String root, String tree) {}

  private void read(long seq) throws SQLException {
    try {
      var entry = reader.entry(seq);
      var payload = entry.isEmpty() ? Optional.<byte[]>empty() : reader.payload(entry.get());
      if (payload.isPresent() && !isMetadata(entry.get())) {
        for (var state : Json.value(payload.get()).path("states").values()) {
          var tree = state.path("tree").asString("");
          if (tree.matches("[0-9a-f]{64}")) {
            all.add(new Snapshot(seq, state.path("root").asString(""), tree));
          }
        }
      }
    } catch (DamagedObjectException | JacksonException e) {
      // 'fsck' tells of it; what it alone reached is not kept for it.
    }
  }

  /// In that mode there are no trees, and hashes are keyed.
  private static boolean isMetadata(ContentReader.Entry entry) {
    return entry.record().mode().equals(CaptureMode.METADATA.wire());
  }

  /// All of them, in ledger order.
  List<Snapshot> all() {
    return all;
  }

  /// The newest of each workspace: what the next look is compared with.
  Map<String, Snapshot> newest() {
    var newest = new LinkedHashMap<String, Snapshot>();
    all.forEach(each -> newest.put(each.root(), each));
    return newest;
  }

  /// Whether an object, by its SHA-256, is needed by a snapshot that is kept when these records are
  /// erased, by the newest of a workspace, or by one of the trees that are `held`.
  Predicate<byte[]> needed(BitSet erased, List<String> held) {
    var reach = new Reach(source());
    held.forEach(reach::add);
    newest().values().forEach(each -> reach.add(each.tree()));
    for (var each : all) {
      if (!erased.get(Math.toIntExact(each.seq()))) {
        reach.add(each.tree());
      }
    }
    var reached = reach.reached();
    return sha256 -> reached.contains(HexFormat.of().formatHex(sha256));
  }

  /// What trees are read from.
  ObjectSource source() {
    return sha256 -> {
      try {
        return reader.object(HexFormat.of().parseHex(sha256));
      } catch (SQLException | DamagedObjectException e) {
        throw new IOException(e.getMessage(), e);
      }
    };
  }
}
