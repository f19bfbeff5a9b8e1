package dev.clew.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Derives ids from the agents' own: SHA-256 over the parts, each ended by a NUL byte.
///
/// The first part names the kind of id and its version, so that ids of two kinds never meet.
final class Ids {
  private Ids() {}

  static byte[] derive(String kind, String... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(kind.getBytes(StandardCharsets.UTF_8));
      for (var part : parts) {
        digest.update((byte) 0);
        digest.update(part.getBytes(StandardCharsets.UTF_8));
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
