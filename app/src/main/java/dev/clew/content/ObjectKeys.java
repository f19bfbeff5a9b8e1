package dev.clew.content;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The keys of objects: AES-256, each derived from the master key and 16 random bytes that lie
/// beside the object. Destroying these bytes destroys the key, and with it the object. For one
/// thread.
final class ObjectKeys {
  /// How many random bytes a key is made from.
  static final int SALT = 16;

  private static final byte[] PURPOSE = "clew/object/v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final Mac mac;
  private final Cipher cipher;

  ObjectKeys(MasterKey master) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(master.bytes(), "HmacSHA256"));
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256 and AES-GCM", e);
    }
  }

  /// Encrypts or decrypts `bytes` with the key of this salt, bound to the object's address.
  byte[] apply(int mode, byte[] salt, byte[] address, byte[] bytes)
      throws GeneralSecurityException {
    mac.update(PURPOSE);
    var key = mac.doFinal(salt);
    try {
      // The key is this object's only, so its nonce may be constant.
      cipher.init(
          mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, new byte[NONCE]));
      cipher.updateAAD(address);
      return cipher.doFinal(bytes);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
