package dev.clew.recorder;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Hashes that only this store can compute: equal things have equal hashes, and nobody without the
/// key can try out what was hashed. Not safe for use by several threads.
public final class KeyedHash {
  private final Mac mac;

  /// Hashes under `key`.
  public KeyedHash(byte[] key) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  /// The first `digits` hex digits of the hash of `bytes`, for the purpose `domain`.
  public String hex(String domain, byte[] bytes, int digits) {
    mac.update(domain.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    return HexFormat.of().formatHex(mac.doFinal(bytes)).substring(0, digits);
  }

  /// The same for text.
  public String hex(String domain, String text, int digits) {
    return hex(domain, text.getBytes(StandardCharsets.UTF_8), digits);
  }
}
