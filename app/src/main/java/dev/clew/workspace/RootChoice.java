package dev.clew.workspace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Which folder is the workspace that something happens in.
public sealed interface RootChoice {
  /// This one.
  ///
  /// @param folder real and absolute
  /// @param git its work tree's place in Git; empty outside Git
  record Root(Path folder, Optional<GitFolder> git) implements RootChoice {}

  /// None: the folder that would be it is not one to keep snapshots of.
  ///
  /// @param text the same for people
  record Refused(Path folder, Refusal refusal, String text) implements RootChoice {}

  /// Why a folder is refused.
  enum Refusal {
    /// It is not there, or no folder.
    NO_FOLDER("is no folder"),
    /// It is the root of the file system.
    FILE_SYSTEM("is the whole file system"),
    /// It is a home folder, or has home folders in it.
    HOME("holds a home folder: everything that its owner has would be kept"),
    /// Clew's own folder is in it, or it in that.
    CLEW_HOME("and Clew's own folder hold each other: every snapshot would change the next"),
    /// It is Git's own folder, or a bare repository.
    GIT_FOLDER("is a folder of Git's own, without a work tree");

    private final String said;

    Refusal(String said) {
      this.said = said;
    }
  }

  /// The root for `cwd`: the nearest work tree of Git around it, else the folder itself. Linked
  /// work trees, submodules and nested repositories are roots of their own.
  ///
  /// @param home the user's home folder
  /// @param clewHome where Clew keeps what it has
  static RootChoice of(Path cwd, Path home, Path clewHome) {
    var folder = real(cwd);
    if (!Files.isDirectory(folder)) {
      return refused(folder, Refusal.NO_FOLDER);
    }
    var realHome = real(home);
    var realClew = real(clewHome);
    for (var each = folder; each != null; each = each.getParent()) {
      if (GitFolder.isBare(each)) {
        return refused(each, Refusal.GIT_FOLDER);
      }
      var git = GitFolder.of(each);
      if (git.isPresent() && refusal(each, realHome, realClew).isEmpty()) {
        return new Root(each, git);
      }
    }
    var refusal = refusal(folder, realHome, realClew);
    return refusal.isPresent()
        ? refused(folder, refusal.get())
        : new Root(folder, Optional.empty());
  }

  private static Optional<Refusal> refusal(Path folder, Path home, Path clewHome) {
    if (folder.getParent() == null) {
      return Optional.of(Refusal.FILE_SYSTEM);
    }
    if (clewHome.startsWith(folder) || folder.startsWith(clewHome)) {
      return Optional.of(home.startsWith(folder) ? Refusal.HOME : Refusal.CLEW_HOME);
    }
    return home.startsWith(folder) ? Optional.of(Refusal.HOME) : Optional.empty();
  }

  private static Refused refused(Path folder, Refusal refusal) {
    return new Refused(folder, refusal, folder + " " + refusal.said);
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (java.io.IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
