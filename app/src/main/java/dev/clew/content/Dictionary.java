package dev.clew.content;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The compression dictionary: text of our own writing in the shape of agents' records.
///
/// It ships in the jar and is never trained on anybody's data. An object names the dictionary it
/// needs by number, so a later one is a new number and a new resource.
final class Dictionary {
  /// The number of the dictionary that new objects use.
  static final int CURRENT = 1;

  private Dictionary() {}

  static byte[] bytes(int number) {
    var name = "dictionary-" + number + ".txt";
    try (var in = Dictionary.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no dictionary " + number + ": a newer Clew wrote this");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
