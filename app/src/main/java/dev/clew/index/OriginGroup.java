package dev.clew.index;

import java.util.List;

/// Workspaces whose versions are made together, because they share a repository, and from when on
/// that has to be done.
///
/// @param roots the folders, by number
/// @param from in epoch milliseconds: what was seen before that has its versions
public record OriginGroup(List<Root> roots, long from) {
  /// A workspace's folder.
  ///
  /// @param id its number in the index
  /// @param path absolute
  public record Root(long id, String path) {}

  List<Long> ids() {
    return roots.stream().map(Root::id).toList();
  }

  /// The folders.
  public List<String> paths() {
    return roots.stream().map(Root::path).toList();
  }
}
