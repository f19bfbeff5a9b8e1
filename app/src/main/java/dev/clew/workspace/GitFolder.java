package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// Where Git keeps what belongs to a work tree.
///
/// @param own what this work tree has for itself: HEAD, index, states
/// @param common what all work trees of the repository share: refs, packed-refs, config, info
public record GitFolder(Path own, Path common) {
  private static final int SMALL = 64 << 10;

  /// Of the work tree at `folder`; empty where there is none.
  public static Optional<GitFolder> of(Path folder) {
    var git = folder.resolve(".git");
    if (Files.isRegularFile(git, LinkOption.NOFOLLOW_LINKS)) {
      return text(git)
          .filter(text -> text.startsWith("gitdir:"))
          .map(text -> folder.resolve(text.substring("gitdir:".length()).strip()).normalize())
          .filter(Files::isDirectory)
          .map(GitFolder::at);
    }
    return Files.exists(git.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(at(git))
        : Optional.empty();
  }

  private static GitFolder at(Path own) {
    var common = text(own.resolve("commondir")).map(text -> own.resolve(text.strip()).normalize());
    return new GitFolder(own, common.orElse(own));
  }

  /// What names the repository: its common folder, whatever way leads there.
  public Path repository() {
    try {
      return common.toRealPath();
    } catch (IOException e) {
      return common.toAbsolutePath().normalize();
    }
  }

  /// The folder that the repository is known by: that of its main work tree, else its own.
  public Path home() {
    var repository = repository();
    var name = repository.getFileName();
    var parent = repository.getParent();
    return parent != null && name != null && name.toString().equals(".git") ? parent : repository;
  }

  /// Whether `folder` is a repository of its own, as seen from the one around it.
  static boolean isRepository(Path folder) {
    var git = folder.resolve(".git");
    return Files.isRegularFile(git, LinkOption.NOFOLLOW_LINKS)
        || Files.exists(git.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS);
  }

  /// Whether `folder` is itself a folder of Git's: bare, or the inside of a `.git`.
  static boolean isBare(Path folder) {
    return Files.isRegularFile(folder.resolve("HEAD"))
        && Files.isDirectory(folder.resolve("objects"))
        && Files.isDirectory(folder.resolve("refs"));
  }

  /// The text of a small file; empty when it is not there, not small or not for us to read.
  public static Optional<String> text(Path file) {
    try {
      var attributes =
          Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
      return attributes.isRegularFile() && attributes.size() <= SMALL
          ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
