package dev.clew.origin.shell;

import java.util.List;
import java.util.Set;

/// What a program is known to do to files that its arguments need not name.
///
/// @param where the files and folders it works on
/// @param names the names and endings of the files that it writes; empty for any
public record Effect(List<Target> where, Set<String> names) {
  /// What Git does to the working tree: it may write any file.
  static final Effect GIT = new Effect(List.of(new Target("/", false, true)), Set.of());

  /// Whether Git does it.
  public boolean isGit() {
    return equals(GIT);
  }

  /// Whether it may write any file there.
  public boolean isWide() {
    return names.isEmpty();
  }

  /// Whether it explains a change of `file`, an absolute path.
  public boolean covers(String file) {
    if (where.stream().noneMatch(each -> each.covers(file))) {
      return false;
    }
    var name = file.substring(file.lastIndexOf('/') + 1);
    return names.isEmpty()
        || names.contains(name)
        || names.stream().anyMatch(each -> each.startsWith(".") && name.endsWith(each));
  }
}
