package dev.clew.workspace;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Hash functions that every JDK has.
final class Digests {
  private Digests() {}

  static MessageDigest sha256() {
    return of("SHA-256");
  }

  static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  /// Begun as Git names a blob of `size` bytes.
  static MessageDigest blob(long size) {
    var digest = of("SHA-1");
    digest.update(("blob " + size + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return digest;
  }

  private static MessageDigest of(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
