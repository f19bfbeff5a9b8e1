package dev.clew.query;

import dev.clew.workspace.FilePlace;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;

/// A file that a user asks about, as the store knows it.
///
/// @param named as the user named it
/// @param root the recorded workspace that it is in
/// @param path below that; empty for the workspace's own folder
record NamedFile(String named, FilePlace place, String root, String path) {
  private static final Path NOWHERE = Path.of("/nonexistent");

  /// The file that `name` names as seen from `folder`.
  ///
  /// @throws QueryException when it is in no workspace that was recorded, and no transcript tells
  ///   of it
  static NamedFile of(Sources sources, String folder, String name)
      throws QueryException, SQLException {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw QueryException.usage("file: expected the name of a file, found '" + name + "'");
    }
    var place = FilePlace.of(Path.of(folder), name);
    var root = root(sources, place);
    if (root.isPresent()) {
      return new NamedFile(name, place, root.get(), place.below(root.get()).orElse(""));
    }
    // A transcript tells of files wherever they are.
    var parent = place.disk().getParent();
    var around = parent == null ? "/" : parent.toString();
    var below = place.below(around).orElse(name);
    if (sources.index().versions().tip(around + "/" + below).isPresent()) {
      return new NamedFile(name, place, around, below);
    }
    throw QueryException.notFound(
        "%s is in no folder that was recorded: 'clew init' has agents' hooks look at it, 'clew import' reads transcripts"
            .formatted(name));
  }

  /// The nearest recorded workspace around the file; none where the file is in a repository of its
  /// own within it.
  private static Optional<String> root(Sources sources, FilePlace place)
      throws QueryException, SQLException {
    var nearest =
        sources.index().workspaces().roots().stream()
            .filter(root -> place.below(root).isPresent() || place.disk().toString().equals(root))
            .max(Comparator.comparingInt(String::length));
    var choice = RootChoice.of(place.folder(), NOWHERE, NOWHERE);
    return nearest.filter(root ->
        !(choice instanceof RootChoice.Root own)
            || own.git().isEmpty()
            || root.startsWith(own.folder().toString()));
  }

  /// Its absolute path.
  String file() {
    return root + "/" + path;
  }

  /// What it holds on disk; empty where nothing is there.
  ///
  /// @param mostBytes of a larger file nobody asks for lines
  Optional<byte[]> onDisk(long mostBytes) throws QueryException, IOException {
    return switch (place.found()) {
      case NOTHING -> Optional.empty();
      case FOLDER ->
          throw QueryException.usage(
              "%s is a folder: name one of its files; 'clew stats --lines' tells of all"
                  .formatted(named));
      case OTHER ->
          throw QueryException.usage(
              "%s is no file with contents, but a pipe, a socket or a device".formatted(named));
      case FILE -> {
        if (place.size() > mostBytes) {
          throw QueryException.usage(
              "%s has %d bytes: lines are told of files up to %d"
                  .formatted(named, place.size(), mostBytes));
        }
        yield Optional.of(place.read());
      }
    };
  }
}
