package dev.clew.content;

import com.github.luben.zstd.ZstdCompressCtx;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Cipher;

/// Seals objects: zstd with our dictionary, then AES-256-GCM with a key of the object's own.
/// [Unsealer] is the way back.
///
/// Not safe for use by several threads: each has its own.
public final class Sealer implements AutoCloseable {
  private static final int LEVEL = 3;

  private final ObjectKeys keys;
  private final RandomBytes random;
  private final MessageDigest sha256;
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();

  /// A sealer under `master`.
  public Sealer(MasterKey master, SecureRandom random) {
    this.keys = new ObjectKeys(master);
    this.random = new RandomBytes(random);
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    compressor.setLevel(LEVEL).setContentSize(false).setDictID(false).setChecksum(false);
    compressor.loadDict(Dictionary.bytes(Dictionary.CURRENT));
  }

  /// Seals `plain`.
  public SealedObject seal(byte[] plain) {
    var address = sha256.digest(plain);
    var salt = new byte[ObjectKeys.SALT];
    random.nextBytes(salt);
    try {
      var data = keys.apply(Cipher.ENCRYPT_MODE, salt, address, compressor.compress(plain));
      return new SealedObject(address, plain.length, Dictionary.CURRENT, salt, data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    compressor.close();
  }
}
