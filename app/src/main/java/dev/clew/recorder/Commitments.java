package dev.clew.recorder;

import dev.clew.event.RecordId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Commits to bytes under a salt: whoever has both can check, whoever has neither learns nothing.
/// HMAC-SHA256 with the salt as key, over a word for the purpose, a NUL and the bytes. For one
/// thread.
final class Commitments {
  private static final byte[] PAYLOAD = "payload\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SOURCE = "source\0".getBytes(StandardCharsets.US_ASCII);

  private final Mac mac;

  Commitments() {
    try {
      mac = Mac.getInstance("HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  /// The commitment to a payload.
  byte[] toPayload(byte[] salt, byte[] payload) {
    return commit(salt, PAYLOAD, payload);
  }

  /// The commitment to a record's id.
  byte[] toSource(byte[] salt, RecordId id) {
    return commit(salt, SOURCE, id.bytes());
  }

  private byte[] commit(byte[] salt, byte[] domain, byte[] bytes) {
    try {
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      mac.update(domain);
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
