package dev.clew.query;

import java.util.List;

/// Which files are asked for: those that are named, and all below folders that are; every file
/// where nothing is named.
///
/// @param names below the workspace's folder, without slash at the end
record Paths(List<String> names) {
  static Paths of(String lines) {
    return new Paths(
        lines
            .lines()
            .map(line -> line.replaceAll("/+$", ""))
            .filter(line -> !line.isEmpty())
            .toList());
  }

  boolean holds(String path) {
    return names.isEmpty()
        || names.stream()
            .anyMatch(name -> name.equals(".") || path.equals(name) || path.startsWith(name + "/"));
  }
}
