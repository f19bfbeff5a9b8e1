package dev.clew.workspace;

import java.io.IOException;
import java.nio.file.Path;

/// Where Git looks for the hooks of a work tree.
///
/// @param folder the hooks' own folder, which need not be there
/// @param shared whether it lies outside this repository and its work tree, so that other
///   repositories may use it, too
public record HookFolder(Path folder, boolean shared) {
  /// Of the work tree at `root`, `core.hooksPath` respected.
  ///
  /// @throws IOException also when there is no `git`, or no work tree
  public static HookFolder of(Path root) throws IOException {
    var git = new GitProgram(root);
    var top = Path.of(git.text("rev-parse", "--show-toplevel"));
    var common = top.resolve(new GitProgram(top).text("rev-parse", "--git-common-dir"));
    var folder = top.resolve(new GitProgram(top).text("rev-parse", "--git-path", "hooks"));
    var real = real(folder);
    return new HookFolder(
        folder.normalize(), !real.startsWith(real(top)) && !real.startsWith(real(common)));
  }

  /// The real path of what may not be there yet.
  private static Path real(Path path) throws IOException {
    var absolute = path.toAbsolutePath().normalize();
    for (var there = absolute; there != null; there = there.getParent()) {
      if (java.nio.file.Files.exists(there)) {
        return there.toRealPath().resolve(there.relativize(absolute)).normalize();
      }
    }
    return absolute;
  }
}
