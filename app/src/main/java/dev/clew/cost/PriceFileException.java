package dev.clew.cost;

import java.io.IOException;

/// A price file says something we cannot read; the message names file, line, expected and found.
public final class PriceFileException extends IOException {
  private static final long serialVersionUID = 1;

  PriceFileException(String file, int line, String expected, String found) {
    super("%s: line %d: expected %s, found %s".formatted(file, line, expected, found));
  }
}
