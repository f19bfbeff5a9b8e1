package dev.clew.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Texts that come with Clew.
final class Resource {
  private Resource() {}

  /// The text of the resource `name` beside a class.
  static String text(Class<?> beside, String name) {
    try (var in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
