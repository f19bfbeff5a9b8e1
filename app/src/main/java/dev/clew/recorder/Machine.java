package dev.clew.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Names this machine and this boot of it, as keyed hashes.
final class Machine {
  private Machine() {}

  static Leaf.Where where(KeyedHash hash) {
    return new Leaf.Where(
        hash.hex("host", read("/etc/machine-id"), 16),
        hash.hex("boot", read("/proc/sys/kernel/random/boot_id"), 8));
  }

  /// The file's text; empty where the system has no such file.
  private static String read(String file) {
    try (var in = Files.newInputStream(Path.of(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
