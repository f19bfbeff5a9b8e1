package dev.clew.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Keys and entries for tests.
final class TestLog {
  static final String ORIGIN = "logs.example/audit";

  private TestLog() {}

  static LogKey key() {
    return key(1);
  }

  static LogKey key(long seed) {
    return key(ORIGIN, seed);
  }

  static LogKey key(String origin, long seed) {
    try {
      return LogKey.generate(origin, new SplittableRandom(seed));
    } catch (InvalidNoteException e) {
      throw new AssertionError(e);
    }
  }

  /// An entry that carries its own index, as the recorder's lines do.
  static byte[] entry(long index, RandomGenerator random) {
    var text = "{\"seq\":" + index + ",\"x\":\"" + "y".repeat(random.nextInt(40)) + "\"}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static List<byte[]> entries(long first, int count, RandomGenerator random) {
    var out = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      out.add(entry(first + i, random));
    }
    return out;
  }

  static EntryCheck check() {
    return (index, entry) -> {
      var text = new String(entry, StandardCharsets.ISO_8859_1);
      return text.startsWith("{\"seq\":" + index + ",") && text.matches("[ -~]*\"}");
    };
  }
}
