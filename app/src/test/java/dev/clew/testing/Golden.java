package dev.clew.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares text with a committed file under `src/test/fixtures`.
///
/// `./dev golden` (`-Dgolden=update`) rewrites the files; review the result as a diff.
public final class Golden {
  private static final Path FIXTURES = Path.of("src/test/fixtures");
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));

  private Golden() {}

  /// Fails unless `actual` equals the file at `path` (relative to the fixtures) byte for byte.
  public static void check(String path, String actual) {
    var file = FIXTURES.resolve(path);
    try {
      if (UPDATE) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertThat(file).as("run ./dev golden to create it").exists();
      assertThat(actual)
          .as("%s (run ./dev golden to accept)", path)
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
