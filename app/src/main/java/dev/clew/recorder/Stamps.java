package dev.clew.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Places that the system tells nothing of, and what their files looked like when last seen.
final class Stamps {
  /// What shows that a file has changed.
  private record Stamp(long size, FileTime modified, @Nullable Object key) {}

  /// By folder, or by file where that is a link: files and their stamps.
  private final Map<Path, Map<Path, Stamp>> places = new HashMap<>();

  /// From now on, `place` is looked at.
  void add(Path place) {
    places.computeIfAbsent(place, _ -> new HashMap<>());
  }

  boolean has(Path place) {
    return places.containsKey(place);
  }

  boolean any() {
    return !places.isEmpty();
  }

  List<Path> places() {
    return List.copyOf(places.keySet());
  }

  /// Forgets a place and all below it.
  void remove(Path place) {
    if (any()) {
      places.keySet().removeIf(each -> each.startsWith(place));
    }
  }

  /// Takes down what a file looks like, where nobody else tells of it.
  void note(Path file) {
    var place = place(file);
    if (place != null) {
      var stamp = stamp(file);
      if (stamp != null) {
        place.put(file, stamp);
      }
    }
  }

  /// The file, if it looks other than it did.
  Optional<Path> changed(Path file) {
    var place = place(file);
    var now = stamp(file);
    if (place == null || now == null || now.equals(place.put(file, now))) {
      return Optional.empty();
    }
    return Optional.of(file);
  }

  private @Nullable Map<Path, Stamp> place(Path file) {
    var own = places.get(file);
    return own == null ? places.get(file.getParent()) : own;
  }

  /// Absent when the file has gone.
  private static @Nullable Stamp stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    } catch (IOException e) {
      return null;
    }
  }
}
