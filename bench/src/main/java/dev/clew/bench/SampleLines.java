package dev.clew.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// The lines of the built-in session, varied: the input of the small benchmarks.
public final class SampleLines {
  private SampleLines() {}

  /// About a megabyte of lines, the same on every machine.
  public static List<byte[]> read() throws IOException {
    var folder = Files.createTempDirectory("clew-bench");
    try {
      var line = new VariedLine(new Variation(1));
      return Files.readAllLines(BuiltInSession.write(folder)).stream()
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .peek(bytes -> line.apply(bytes, bytes.length))
          .toList();
    } finally {
      delete(folder);
    }
  }

  /// Removes a folder and everything in it.
  static void delete(Path folder) throws IOException {
    try (var below = Files.walk(folder)) {
      below.sorted(Comparator.reverseOrder()).forEach(SampleLines::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
