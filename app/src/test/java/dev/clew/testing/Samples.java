package dev.clew.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Real agent data that may lie beside the repository, read in place and never copied.
///
/// A clone without it has fewer cases: every trait that a sample shows has a fixture of ours too.
public final class Samples {
  private static final Path ROOT = Path.of("../../shared/samples");

  private Samples() {}

  /// The folder that they would lie in, as a real path where it is there.
  public static Path root() {
    try {
      return Files.isDirectory(ROOT) ? ROOT.toRealPath() : ROOT;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files below `folder` whose name ends in `suffix`, in path order; empty without samples.
  public static List<Path> files(String folder, String suffix) {
    var root = ROOT.resolve(folder);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (var paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> path.toString().endsWith(suffix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
